export { runBaselinePhase } from './baselinePhase';
