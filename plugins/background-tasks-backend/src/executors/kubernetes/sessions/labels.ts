import { createHash } from 'node:crypto';
import { INSTANCE_LABEL } from '../clusters';

/** The mode of a session, as its spec says it. */
export const MODE_LABEL = 'ambient-code.io/mode';
export const CREATOR_LABEL = 'ambient-code.io/creator';
export const TEMPLATE_LABEL = 'ambient-code.io/template';
/** The name of a session's task. */
export const TASK_LABEL = 'ambient-code.io/task';
/** The entity ref of whoever created a task or a template: a label could not hold it. */
export const CREATOR_ANNOTATION = 'ambient-code.io/creator';
/** The uid of a session's task, or of a resource's template. */
export const UID_ANNOTATION = 'background-tasks/uid';

const MAX_VALUE = 63;
const HASH_CHARACTERS = 8;

/** A text as the value of a label: what is cut off is told apart by a hash. */
export function labelValue(text: string): string {
  const plain = text
    .replace(/[^A-Za-z0-9._-]+/g, '.')
    .replace(/^[^A-Za-z0-9]+/, '');
  if (plain.length <= MAX_VALUE) return plain.replace(/[^A-Za-z0-9]+$/, '');
  const hash = createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, HASH_CHARACTERS);
  return `${plain.slice(0, MAX_VALUE - HASH_CHARACTERS - 1)}-${hash}`;
}

/** What a session is found by. */
export function sessionLabels(
  instance: string,
  task: { name: string; creator: string; template: string | null },
): Record<string, string> {
  return {
    [INSTANCE_LABEL]: instance,
    [MODE_LABEL]: 'background',
    [CREATOR_LABEL]: labelValue(task.creator),
    [TASK_LABEL]: task.name,
    ...(task.template !== null && { [TEMPLATE_LABEL]: task.template }),
  };
}
