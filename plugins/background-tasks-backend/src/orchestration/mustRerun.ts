import type { Run } from '../tasks';
import type { DrivenTask } from './driveTask';
import { baseMovedOf } from './publishTask';

/** The end of a run whose change no longer fits its base branch: another run makes it again. Its bundle counts no more. */
export const BASE_MOVED = 'baseMoved';

/**
 * Whether the change that passed is to be made again, as its project wishes where the base branch was changed under it.
 * That happens once in a task, before anything is written to the code host.
 */
export async function mustRerun(
  driven: DrivenTask,
  run: Run,
): Promise<boolean> {
  const { deps, task } = driven;
  const isWished = deps.onConflictOf?.(task.project) === 'rerun';
  if (!isWished || task.publishState.rerun) return false;
  const moved = await baseMovedOf(driven);
  if (!moved?.mayRerun) return false;
  await driven.commit({
    run: { uid: run.uid, endReason: BASE_MOVED },
    fields: { publishState: { ...task.publishState, rerun: true } },
    logLines: [
      `${moved.message}. That is done now, as the project is set up (attempt ${
        run.attempt + 1
      })`,
    ],
  });
  return true;
}
