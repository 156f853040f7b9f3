import { Duration } from 'luxon';
import type { Task } from '../tasks';

/** `Task exceeded 1 hour deadline`, with the deadline that was really set. */
export function deadlineText(task: Pick<Task, 'timeoutSeconds'>): string {
  const duration = Duration.fromObject({ seconds: task.timeoutSeconds })
    .rescale()
    .reconfigure({ locale: 'en' });
  const words = duration
    .toHuman({ listStyle: 'narrow' })
    // "1 hour deadline", not "1 hours deadline"; "90 second deadline" as English has it.
    .replaceAll(',', '')
    .replace(/(\d+ (?:hour|minute|second))s/g, '$1');
  return `Task exceeded ${words} deadline`;
}
