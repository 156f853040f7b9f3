import type { AgentAdapter } from './AgentAdapter';
import { scriptAgent } from './script';

const agents: readonly AgentAdapter[] = [scriptAgent];

/** The adapter of a provider. */
export function findAgent(id: string): AgentAdapter | undefined {
  return agents.find(agent => agent.id === id);
}
