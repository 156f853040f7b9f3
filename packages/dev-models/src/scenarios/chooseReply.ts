import type { Conversation } from '../conversation';
import type { Condition, Reply, Scenario, Turn } from './types';

/** A reply, and where it came from. */
export interface ChosenReply {
  scenario: string;
  turn: number;
  reply: Reply;
}

/** The reply of the first scenario that matches; undefined if none has one. */
export function chooseReply(
  scenarios: readonly Scenario[],
  conversation: Conversation,
): ChosenReply | undefined {
  const scenario = scenarios.find(({ matches }) =>
    matches instanceof RegExp
      ? isMatch(matches, conversation.instructions)
      : matches(conversation),
  );
  if (!scenario) return undefined;
  const index = scenario.turns.findIndex(turn => isTaken(turn, conversation));
  if (index < 0) return undefined;
  const { reply } = scenario.turns[index];
  return {
    scenario: scenario.name,
    turn: index,
    reply: typeof reply === 'function' ? reply(conversation) : reply,
  };
}

function isTaken({ when }: Turn, conversation: Conversation): boolean {
  if (when === undefined) return true;
  return typeof when === 'function'
    ? when(conversation)
    : fits(when, conversation);
}

function fits(condition: Condition, conversation: Conversation): boolean {
  const { prompt, ...facts } = condition;
  if (prompt && !isMatch(prompt, conversation.prompt)) return false;
  const { step, round, repair, failure } = conversation;
  const actual = { step, round, repair, failure };
  return (['step', 'round', 'repair', 'failure'] as const).every(
    name => facts[name] === undefined || facts[name] === actual[name],
  );
}

// `search` starts anew each time, also for expressions that are global or sticky
function isMatch(expression: RegExp, value: string): boolean {
  return value.search(expression) >= 0;
}
