export { KindWatch } from './KindWatch';
export type { WatchEvent } from './KindWatch';
export { ReachWatch } from './ReachWatch';
