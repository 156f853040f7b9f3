import type { ReadyScenario } from './types';

/** Calls a tool again and again, and never says that it is done. */
export const endless: ReadyScenario = {
  name: 'endless',
  instructions: 'Look for improvements endlessly.',
  matches: /\bendless(ly)?\b|\bnever (stop|end)\b/i,
  turns: [
    {
      reply: ({ step }) => ({
        text: `This is step ${step + 1}.`,
        actions: [{ kind: 'shell', command: `echo 'step ${step + 1}'` }],
      }),
    },
  ],
};
