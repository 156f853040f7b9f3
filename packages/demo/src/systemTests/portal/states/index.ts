export * from './names';
export { prepareStates } from './prepareStates';
export { states } from './states';
export type { State } from './types';
