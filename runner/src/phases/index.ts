export { runPhase } from './runPhase';
