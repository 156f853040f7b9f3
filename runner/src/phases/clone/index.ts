export { runClonePhase } from './clonePhase';
