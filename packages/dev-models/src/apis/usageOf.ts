import type { Conversation, Message } from '../conversation';
import type { Usage } from '../types';

/** About that many characters make a token of English or code. */
const CHARACTERS_PER_TOKEN = 4;

/** The tokens that were sent. */
export function inputTokens(conversation: Conversation): number {
  return count(headOf(conversation)) + countAll(conversation.messages);
}

/**
 * The usage of an answer, estimated from lengths. What stood before the model's latest message comes from the cache,
 * as with a client that caches all it can; only Anthropic charges for writing to it.
 */
export function usageOf(
  conversation: Conversation,
  answer: string,
  wish: Partial<Usage> = {},
): Usage {
  const { messages, api } = conversation;
  const latest = messages.findLastIndex(({ role }) => role === 'assistant');
  const isFirst = latest < 0;
  const seen = isFirst
    ? 0
    : count(headOf(conversation)) + countAll(messages.slice(0, latest));
  const fresh = inputTokens(conversation) - seen;
  const isWritten = api === 'anthropic';
  return {
    input: isWritten ? Math.min(fresh, 3) : fresh,
    cacheRead: seen,
    cacheWrite: isWritten ? Math.max(fresh - 3, 0) : 0,
    output: count(answer) + 1,
    ...wish,
  };
}

function headOf({ system, tools }: Conversation): string {
  return system + JSON.stringify(tools);
}

function countAll(messages: Message[]): number {
  return messages.reduce((sum, { text }) => sum + count(text), 0);
}

function count(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}
