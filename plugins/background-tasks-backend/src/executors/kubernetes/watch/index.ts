export { KindWatch } from './KindWatch';
export type { WatchEvent } from './KindWatch';
