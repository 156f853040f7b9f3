import type { Conversation } from '../conversation';
import { exampleOf } from './exampleOf';
import type { Scenario } from './types';

const TITLE =
  /\b(title generator|generate a (brief |short |concise )?[^.\n]{0,60}\btitle|isNewTopic)\b/i;
const SUMMARY = /\b(summari[sz]e|summary of|compact(ed|ion)?)\b/i;

/** What clients ask on the side: titles, summaries, whether the quota lasts, answers by a schema. */
export const sideCalls: Scenario = {
  name: 'sideCalls',
  matches: isSideCall,
  turns: [
    {
      when: ({ answerSchema }) => answerSchema !== undefined,
      reply: ({ answerSchema }) => ({
        text: JSON.stringify(exampleOf(answerSchema)),
      }),
    },
    {
      when: ({ system, instructions }) =>
        /isNewTopic/.test(system + instructions),
      reply: { text: '{"isNewTopic": true, "title": "Background task"}' },
    },
    {
      when: ({ system, instructions }) => TITLE.test(system + instructions),
      reply: { text: 'Background task' },
    },
    { when: { prompt: /^quota$/ }, reply: { text: 'OK' } },
    { reply: { text: 'A background task changes this repository.' } },
  ],
};

/** Only a client without tools to offer asks on the side; editors that never offer any do so, too. */
function isSideCall(conversation: Conversation): boolean {
  const { answerSchema, tools, system, prompt, messages } = conversation;
  if (tools.length > 0) return false;
  if (answerSchema !== undefined || prompt === 'quota') return true;
  if (messages.length === 0) return true;
  if (/SEARCH\/REPLACE|file listing/i.test(system)) return false;
  return TITLE.test(system + prompt) || SUMMARY.test(system);
}
