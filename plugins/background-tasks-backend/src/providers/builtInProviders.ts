import type {
  AgentCredential,
  AgentProvider,
} from '@background-tasks/plugin-background-tasks-node';
import { anthropicModels } from './modelPrices';

const anthropic: AgentCredential = {
  dialects: ['anthropic'],
  baseUrl: 'https://api.anthropic.com',
  keyCheckPath: '/v1/models',
};

const openAi: Omit<AgentCredential, 'dialects'> = {
  baseUrl: 'https://api.openai.com',
  keyCheckPath: '/v1/models',
};

const gemini: AgentCredential = {
  dialects: ['gemini'],
  baseUrl: 'https://generativelanguage.googleapis.com',
  keyCheckPath: '/v1beta/models',
};

const openAiChat: AgentCredential = { ...openAi, dialects: ['openai-chat'] };

/** The agents that come with the plugin. */
export const builtInProviders: readonly AgentProvider[] = [
  { id: 'script', title: 'Script', takesScript: true },
  {
    id: 'claude-code',
    title: 'Claude Code',
    takesScript: false,
    credential: anthropic,
    models: anthropicModels,
    takesAnyModel: true,
    defaultModel: 'claude-sonnet-5-5',
  },
  {
    id: 'codex-cli',
    title: 'Codex CLI',
    takesScript: false,
    credential: { ...openAi, dialects: ['openai-responses'] },
    takesAnyModel: true,
    defaultModel: 'gpt-5.3-codex',
  },
  withChat('aider', 'Aider'),
  withChat('cline', 'Cline'),
  withChat('opencode', 'OpenCode'),
  {
    id: 'gemini-cli',
    title: 'Gemini CLI',
    takesScript: false,
    credential: gemini,
    takesAnyModel: true,
  },
];

function withChat(id: string, title: string): AgentProvider {
  return {
    id,
    title,
    takesScript: false,
    credential: openAiChat,
    takesAnyModel: true,
  };
}
