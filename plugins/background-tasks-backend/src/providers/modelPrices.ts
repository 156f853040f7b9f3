import type {
  AgentModel,
  ModelPrice,
} from '@background-tasks/plugin-background-tasks-node';

/**
 * List prices in USD per million tokens, as https://platform.claude.com/docs/en/about-claude/pricing and the models'
 * own pages there had them in November 2026. Models whose price depends on more than the kind of token are left out: a
 * deployment that uses them sets the price itself, in `backgroundTasks.providers.<id>.models`.
 */
export const anthropicModels: readonly AgentModel[] = [
  model('claude-sonnet-5-5', 'Claude Sonnet 5.5', [2, 10, 0.1, 2.5, 4]),
  model('claude-opus-5-5', 'Claude Opus 5.5', [4, 20, 0.2, 5, 8]),
  model('claude-sonnet-5', 'Claude Sonnet 5', [2, 10, 0.2, 2.5, 4]),
  model('claude-opus-5', 'Claude Opus 5', [5, 25, 0.5, 6.25, 10]),
  model('claude-opus-4-8', 'Claude Opus 4.8', [5, 25, 0.5, 6.25, 10]),
  model('claude-sonnet-4-6', 'Claude Sonnet 4.6', [3, 15, 0.3, 3.75, 6]),
  model('claude-haiku-4-5', 'Claude Haiku 4.5', [1, 5, 0.1, 1.25, 2]),
];

type Prices = [
  input: number,
  output: number,
  cacheRead: number,
  cacheWrite: number,
  cacheWriteHour: number,
];

function model(
  id: string,
  title: string,
  [input, output, cacheRead, cacheWrite, cacheWriteHour]: Prices,
): AgentModel {
  const price: ModelPrice = {
    input,
    output,
    cacheRead,
    cacheWrite,
    cacheWriteHour,
  };
  return { id, title, price };
}
