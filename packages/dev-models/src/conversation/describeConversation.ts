import { hasCheckFailure } from './hasCheckFailure';
import { stripAdditions } from './stripAdditions';
import type { Conversation, Message, ReadConversation } from './types';

const DIRECTORY_SIGNS = [
  /<cwd>([^<\n]+)<\/cwd>/,
  /(?:primary |current )?working directory(?: is)?:?\s*`?(\/[^\n`<]*)/i,
  /workspace directories?:?\s*(?:-\s*)?(\/[^\n]*)/i,
];

/** Works out where a conversation stands. */
export function describeConversation(read: ReadConversation): Conversation {
  const messages = mergeMessages(read.messages.map(withoutAdditions));
  const prompts = messages.flatMap(({ role, text }) =>
    role === 'user' ? [text] : [],
  );
  const prompt = prompts.at(-1) ?? '';
  const since = messages.slice(
    messages.findLastIndex(({ role }) => role === 'user') + 1,
  );
  const results = since.flatMap(({ role, text }) =>
    role === 'tool' ? [text] : [],
  );
  return {
    ...read,
    received: read.messages,
    messages,
    instructions: prompts.join('\n\n'),
    prompt,
    step: since.filter(isCalling).length,
    results,
    round: countRounds(messages),
    repair: hasCheckFailure(prompt),
    failure: hasCheckFailure(latestText(messages)),
    directory: findDirectory(read),
  };
}

function withoutAdditions(message: Message): Message {
  if (message.role !== 'user') return message;
  return { role: 'user', text: stripAdditions(message.text) };
}

/** Some APIs split what belongs together: neighbours of one role become one message. */
function mergeMessages(messages: Message[]): Message[] {
  const merged: Message[] = [];
  for (const message of messages) {
    if (message.role === 'user' && message.text === '') continue;
    const previous = merged.at(-1);
    if (previous?.role === 'assistant' && message.role === 'assistant') {
      merged[merged.length - 1] = {
        role: 'assistant',
        text: joinTexts(previous.text, message.text),
        calls: [...previous.calls, ...message.calls],
      };
    } else if (previous?.role === 'user' && message.role === 'user') {
      merged[merged.length - 1] = {
        role: 'user',
        text: joinTexts(previous.text, message.text),
      };
    } else {
      merged.push(message);
    }
  }
  return merged;
}

function joinTexts(...texts: string[]): string {
  return texts.filter(text => text !== '').join('\n');
}

/** A call without input was cut off on its way, and is made again. */
function isCalling(message: Message): boolean {
  return (
    message.role === 'assistant' &&
    message.calls.some(({ input }) => input !== '' && input !== '{}')
  );
}

function countRounds(messages: Message[]): number {
  const ended = messages.slice(0, -1).filter((message, index) => {
    const isAnswer = message.role === 'assistant' && message.calls.length === 0;
    return isAnswer && messages[index + 1].role === 'user';
  });
  return ended.length + 1;
}

function latestText(messages: Message[]): string {
  const latest = messages.at(-1);
  if (latest?.role !== 'tool') return latest?.text ?? '';
  const from = messages.findLastIndex(({ role }) => role !== 'tool') + 1;
  return messages
    .slice(from)
    .map(({ text }) => text)
    .join('\n');
}

function findDirectory(read: ReadConversation): string | undefined {
  const spoken = read.messages.flatMap(({ role, text }) =>
    role === 'user' ? [text] : [],
  );
  for (const text of [read.system, ...spoken]) {
    for (const sign of DIRECTORY_SIGNS) {
      const found = sign.exec(text)?.[1]?.trim();
      if (found) return found;
    }
  }
  return undefined;
}
