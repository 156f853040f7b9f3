export { measures } from './measures';
export type { Measure, RowName } from './types';
