import type { Knex } from 'knex';
import { nowSql } from './databaseClock';

/** After this time a key is as good as new. */
const KEY_LIFETIME_MS = 24 * 60 * 60_000;

/** What makes a repeated request known: who sent it where, under which key, and what it asked for. */
export type IdempotentRequest = {
  creator: string;
  project: string;
  key: string;
  /** SHA-256 of what was asked for. */
  requestHash: string;
};

type KeyRow = {
  creator: string;
  project: string;
  key: string;
  request_hash: string;
  task_uid: string;
  created_at: number | string;
};

/** The task that an earlier request under the same key made; `reused` where that request asked for something else. */
export type EarlierRequest = { taskUid: string } | 'reused';

/** Looks for an earlier request under the same key. */
export async function findEarlierRequest(
  db: Knex,
  request: IdempotentRequest,
): Promise<EarlierRequest | undefined> {
  const row = await db<KeyRow>('idempotency_keys')
    .where(keyOf(request))
    .where('created_at', '>', lifetimeAgo(db))
    .first();
  if (!row) return undefined;
  return row.request_hash === request.requestHash
    ? { taskUid: row.task_uid }
    : 'reused';
}

/**
 * Claims a key for a task that is being admitted. Of two transactions that claim the same one, the second waits for
 * the first and then gets what that made.
 */
export async function claimKey(
  tx: Knex,
  request: IdempotentRequest,
  taskUid: string,
): Promise<EarlierRequest | undefined> {
  const claim = {
    request_hash: request.requestHash,
    task_uid: taskUid,
    created_at: tx.raw(nowSql(tx)),
  };
  const claimed = await tx('idempotency_keys')
    .insert({ ...keyOf(request), ...claim })
    .onConflict(['creator', 'project', 'key'])
    .merge(claim)
    .where('idempotency_keys.created_at', '<=', lifetimeAgo(tx))
    .returning('task_uid');
  if (claimed.length > 0) return undefined;
  return findEarlierRequest(tx, request);
}

function keyOf({ creator, project, key }: IdempotentRequest) {
  return { creator, project, key };
}

function lifetimeAgo(db: Knex): Knex.Raw {
  return db.raw(`${nowSql(db)} - ${KEY_LIFETIME_MS}`);
}
