export { runPhase } from './runPhase';
export { PhaseFailure } from './PhaseFailure';
