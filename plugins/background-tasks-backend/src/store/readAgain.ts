import type { Knex } from 'knex';
import { again, isConflict, isLoss } from './again';

/** What Knex calls its methods that only read. */
const reads = ['select', 'first', 'pluck'];

/** What Knex carries a query out with, as far as it is used here. */
type Runner = { run: () => Promise<unknown> };
type Client = { runner: (builder: object) => Runner };

const prepared = new WeakSet<Client>();

/**
 * Reads outside of a transaction, again where the database was away for a moment. A read within one is left alone: with
 * its connection the transaction is lost, and done again as a whole.
 */
export async function readAgain<T>(
  db: Knex,
  read: () => Promise<T>,
): Promise<T> {
  if (db.isTransaction) return read();
  return again(read, isPassing);
}

/**
 * Has every query of a client that Knex builds and that only reads carried out as `readAgain` does. The clients of its
 * transactions are others. Plain SQL is left alone, since a select may call a function that writes.
 */
export function readAgainAlways(db: Knex): void {
  const client: Client = db.client;
  if (prepared.has(client)) return;
  prepared.add(client);
  const runner = client.runner.bind(client);
  client.runner = builder => {
    const first = runner(builder);
    if (!isRead(builder)) return first;
    const run = first.run.bind(first);
    let attempts = 0;
    // A runner keeps its connection: each attempt has its own.
    first.run = () =>
      again(
        () => (attempts++ === 0 ? run() : runner(builder).run()),
        isPassing,
      );
    return first;
  };
}

function isRead(builder: object): boolean {
  return reads.includes(String(Reflect.get(builder, '_method')));
}

function isPassing(error: unknown): boolean {
  return isConflict(error) || isLoss(error);
}
