import type { Action, FileEdit, Reply, Turn } from './types';

/** One answer of the model: what it says, and what it wants done. */
export function act(text: string, ...actions: Action[]): Reply {
  return { text, actions };
}

/** Answers that make edits: first the files are read, since clients ask for that, then one edit follows the other. */
export function editSteps(reason: string, edits: readonly FileEdit[]): Reply[] {
  const paths = [...new Set(edits.map(({ path }) => path))];
  return [
    act(reason, ...paths.map(path => ({ kind: 'read' as const, path }))),
    ...edits.map(edit =>
      act(`I change ${edit.path}.`, { kind: 'edit', ...edit }),
    ),
  ];
}

/** Replies for the steps of the first round, and of any round that reports failed checks. The last ends its round. */
export function rounds(options: { first: Reply[]; repair: Reply[] }): Turn[] {
  return [...stepsOf(options.repair, true), ...stepsOf(options.first, false)];
}

function stepsOf(replies: Reply[], repair: boolean): Turn[] {
  const last = replies.length - 1;
  return replies.map((reply, step) => ({
    when:
      step === last
        ? conversation => conversation.repair === repair
        : { step, repair },
    reply,
  }));
}
