import { randomBytes } from 'node:crypto';
import type { Conversation } from '../conversation';
import { editorReply, isEditor } from '../editor';
import { chooseReply } from '../scenarios';
import type { Reply, Scenario } from '../scenarios';
import { toToolCalls } from '../tools';
import { inputText } from './pieces';
import type { Answer } from './types';
import { usageOf } from './usageOf';

/** An answer, and which turn of which scenario it comes from. */
export interface ComposedAnswer {
  answer: Answer;
  scenario: string;
  turn: number;
}

/**
 * What the model answers.
 *
 * @throws Error if no scenario has a reply, or the client has no tool for what is to be done
 */
export function composeAnswer(
  scenarios: readonly Scenario[],
  conversation: Conversation,
): ComposedAnswer {
  const chosen = chooseReply(scenarios, conversation);
  if (!chosen) {
    throw new Error(
      `No scenario has a reply to '${conversation.prompt.slice(0, 200)}'`,
    );
  }
  return {
    answer: answerOf(
      conversation,
      isEditor(conversation)
        ? editorReply(scenarios, conversation)
        : chosen.reply,
    ),
    scenario: chosen.scenario,
    turn: chosen.turn,
  };
}

function answerOf(conversation: Conversation, reply: Reply): Answer {
  const { text = '', thinking = '', actions = [] } = reply;
  const calls = toToolCalls(conversation, actions);
  const inputs = calls.map(({ input }) => inputText(input));
  const said = [thinking, text, ...inputs].join('');
  return {
    id: randomBytes(12).toString('hex'),
    model: conversation.model,
    created: Math.floor(Date.now() / 1000),
    thinking,
    text,
    calls,
    usage: usageOf(conversation, said, reply.usage),
  };
}
