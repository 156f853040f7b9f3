export { AgentInstallations, type InstallMode } from './AgentInstallations';
export { agentPackages, type AgentPackage } from './agentPackages';
export { readAgents } from './readAgents';
