export { runCollectPhase } from './collectPhase';
