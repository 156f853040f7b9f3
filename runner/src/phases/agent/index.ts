export { runAgentPhase } from './agentPhase';
