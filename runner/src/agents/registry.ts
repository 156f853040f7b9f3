import type { AgentAdapter } from './AgentAdapter';
import { aiderAgent } from './aider';
import { claudeCodeAgent } from './claude-code';
import { clineAgent } from './cline';
import { codexCliAgent } from './codex-cli';
import { geminiCliAgent } from './gemini-cli';
import { opencodeAgent } from './opencode';
import { scriptAgent } from './script';

const agents: readonly AgentAdapter[] = [
  scriptAgent,
  claudeCodeAgent,
  codexCliAgent,
  aiderAgent,
  clineAgent,
  opencodeAgent,
  geminiCliAgent,
];

/** The adapter of a provider. */
export function findAgent(id: string): AgentAdapter | undefined {
  return agents.find(agent => agent.id === id);
}
