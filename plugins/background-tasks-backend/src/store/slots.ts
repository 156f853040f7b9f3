import { randomInt } from 'node:crypto';
import type { Knex } from 'knex';
import type { NewTask, TaskLimits } from '../tasks/Task';
import type { SlotRow } from './rows';
import { selectPrepared } from './selectPrepared';

/** The kinds of slots, in the order in which every transaction claims them: so no two wait for each other. */
const slotKinds = [
  { kind: 'user', limit: 'perUser', key: (task: NewTask) => task.creator },
  {
    kind: 'repository',
    limit: 'perRepository',
    key: (task: NewTask) => task.repositoryKey,
  },
  {
    kind: 'project',
    limit: 'perProject',
    key: (task: NewTask) => task.project,
  },
] as const;

/** A kind of slot of which none was free. */
export type SlotKind = (typeof slotKinds)[number]['kind'];

/**
 * Claims one slot of each kind that is limited. The primary key (kind, key, ordinal) is what makes it safe: of two
 * transactions that insert the same one, the second waits for the first and then gets nothing.
 *
 * @returns the kind that was full, or undefined; the caller rolls back where one was
 */
export async function claimSlots(
  tx: Knex,
  task: NewTask,
  limits: TaskLimits,
): Promise<SlotKind | undefined> {
  for (const { kind, limit, key } of slotKinds) {
    const count = limits[limit];
    if (count === 0) continue;
    if (!(await claimSlot(tx, kind, key(task), count, task.uid))) return kind;
  }
  return undefined;
}

async function claimSlot(
  tx: Knex,
  kind: SlotKind,
  key: string,
  count: number,
  taskUid: string,
): Promise<boolean> {
  if (count === 1) {
    // One statement: it is the usual limit, and each creation asks for two of them.
    const only = await selectPrepared<SlotRow>(tx, {
      sql: `insert into slots (kind, key, ordinal, task_uid)
            select ?, ?, 1, ? where not exists (select 1 from slots where kind = ? and key = ?)
            on conflict do nothing returning ordinal`,
      bindings: [kind, key, taskUid, kind, key],
    });
    return only.length > 0;
  }
  const taken = await tx<SlotRow>('slots')
    .where({ kind, key })
    .select('ordinal');
  // Also those that were claimed while the limit was higher.
  if (taken.length >= count) return false;
  const ordinals = new Set(taken.map(row => row.ordinal));
  // From anywhere on: those that come at once would all want the first free one, and wait for each other's commit.
  const first = randomInt(count);
  for (let n = 0; n < count; n++) {
    const ordinal = 1 + ((first + n) % count);
    if (ordinals.has(ordinal)) continue;
    const inserted = await tx<SlotRow>('slots')
      .insert({ kind, key, ordinal, task_uid: taskUid })
      .onConflict(['kind', 'key', 'ordinal'])
      .ignore()
      .returning('ordinal');
    if (inserted.length > 0) return true;
  }
  return false;
}
