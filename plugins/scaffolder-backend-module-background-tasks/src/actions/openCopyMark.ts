import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';

/** A checkpoint is a write to the scaffolder's database, as a line is: with this one for fifty, it adds little. */
const LINES_PER_CHECKPOINT = 50;

/** How far a task's log was copied. */
export type Copied = {
  /** Of the last event. */
  position: number;
  /** Of all runs of the step. */
  lines: number;
};

/** How far a task's log was copied, kept by the scaffolder across its restarts. */
export type CopyMark = {
  /** Where an earlier run of the step was known to be. */
  start: Copied;
  /** Says how far it is now; every so many lines that is kept. */
  reached(copied: Copied): Promise<void>;
  /** Keeps that all is copied, so that a later run of the step, for another repository, does not begin anew. */
  finished(copied: Copied): Promise<void>;
};

/**
 * Opens what the checkpoints of a scaffolder task know of how far a task's log was copied.
 *
 * A checkpoint that is there cannot be read without being written where it is not, nor be changed: so each position
 * is a checkpoint of its own, they are numbered, and the first that was not there repeats what the last one says.
 */
export async function openCopyMark(
  ctx: Pick<ActionContext<{}>, 'checkpoint'>,
  { project, name }: BackgroundTaskRef,
): Promise<CopyMark> {
  let next = 0;
  /** Keeps a position, or gives the one that an earlier run kept in its place. */
  async function keep(copied: Copied): Promise<{ at: Copied; kept: boolean }> {
    let kept = false;
    const at = await ctx.checkpoint({
      key: `background-task.copied.${project}/${name}.${next}`,
      fn: async () => {
        kept = true;
        return copied;
      },
    });
    next += 1;
    return { at, kept };
  }

  // Without it lines come twice after a restart: nothing that a step should fail for.
  const tryToKeep = (copied: Copied) => keep(copied).catch(() => undefined);

  let last = await keep({ position: 0, lines: 0 });
  while (!last.kept) last = await keep(last.at);
  const start = last.at;
  let batch = start;
  return {
    start,
    async reached(copied) {
      if (copied.lines - batch.lines < LINES_PER_CHECKPOINT) return;
      // The scaffolder does not wait until a line is stored: only what was said a batch ago surely is.
      if (batch !== start) await tryToKeep(batch);
      batch = copied;
    },
    async finished(copied) {
      if (copied.position > start.position) await tryToKeep(copied);
    },
  };
}
