import type { Conversation } from '../conversation';
import { chooseReply } from '../scenarios';
import type { Action, FileEdit, Reply, Scenario } from '../scenarios';
import { diffBlocks } from './diffBlocks';
import { wholeFiles } from './wholeFiles';

/** An editor cannot loop; a scenario that never ends is cut here. */
const MAX_STEPS = 20;

/** What is to happen to files. */
export type FileChange = FileEdit | { path: string; content: string };

/** Whether the client has no tools, and takes changes of files from what the model says instead. */
export function isEditor({ tools, system }: Conversation): boolean {
  return tools.length === 0 && /SEARCH\/REPLACE|file listing/i.test(system);
}

/** All steps of a round in one reply, in the editor's format. */
export function editorReply(
  scenarios: readonly Scenario[],
  conversation: Conversation,
): Reply {
  const texts: string[] = [];
  const changes: FileChange[] = [];
  let usage: Reply['usage'];
  for (let step = 0; step < MAX_STEPS; step++) {
    const chosen = chooseReply(scenarios, { ...conversation, step });
    if (!chosen) break;
    const { text, actions = [] } = chosen.reply;
    usage ??= chosen.reply.usage;
    if (text) texts.push(text);
    changes.push(...actions.flatMap(changesOf));
    if (actions.length === 0) break;
  }
  const isDiff = /SEARCH\/REPLACE/i.test(conversation.system);
  const blocks = isDiff
    ? diffBlocks(changes)
    : wholeFiles(changes, conversation.received);
  return { text: [texts.join(' '), ...blocks].join('\n\n'), usage };
}

function changesOf(action: Action): FileChange[] {
  switch (action.kind) {
    case 'shell':
      return action.edits ?? [];
    case 'edit':
    case 'write':
      return [action];
    default:
      return [];
  }
}
