import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { meters } from './shared';

/** Rows in one statement: SQLite takes at most 32,766 variables. */
const CHUNK = 400;
const DAY_MS = 24 * 60 * 60_000;
/** The oldest seeded task is about as old as this, the newest from now. */
const SPAN_MS = 300 * DAY_MS;

const verbs = ['Upgrade', 'Replace', 'Remove', 'Document', 'Test', 'Rename'];
const things = ['lodash', 'logging', 'metrics', 'pipeline', 'client', 'cache'];
const ends = [
  ['Completed', 'pullRequest'],
  ['Completed', 'noChanges'],
  ['Failed', 'validationFailed'],
  ['Stopped', 'cancelled'],
] as const;

/** What a seeded task is about, by its number: `q` is measured with words of this. */
export function instructionsOf(n: number): string {
  const verb = verbs[n % verbs.length];
  const thing = things[Math.floor(n / verbs.length) % things.length];
  return `${verb} the ${thing} of component${
    n % 1000
  } so that all of its checks pass again, ticket${n}`;
}

/** Fills both databases with ended tasks, from the number `from` to `to`. */
export async function seed(options: {
  from: number;
  to: number;
  project: string;
  users: number;
  repositoryUrls: string[];
}): Promise<void> {
  const numbers = Array.from(
    { length: options.to - options.from },
    (_, index) => options.from + index,
  );
  const now = Date.now();
  for (let i = 0; i < numbers.length; i += CHUNK) {
    const chunk = numbers.slice(i, i + CHUNK);
    await seedOurs(chunk, now, options);
    await seedPeer(chunk, now, options.users);
  }
  for (const { db } of Object.values(meters)) await db.raw('analyze');
}

async function seedOurs(
  numbers: number[],
  now: number,
  options: { project: string; users: number; repositoryUrls: string[] },
): Promise<void> {
  const rows = numbers.map(n => oursRow(n, now, options));
  const words = rows.flatMap(({ uid, name, instructions }) => {
    const text = `${name} ${instructions}`.toLowerCase();
    const found = new Set(text.match(/[\p{L}\p{N}]+/gu) ?? []);
    return [...found].map(word => ({ word, task_uid: uid }));
  });
  await meters.ours.db.transaction(async tx => {
    await insert(tx, 'tasks', rows);
    await insert(tx, 'task_words', words);
  });
}

function oursRow(
  n: number,
  now: number,
  options: { project: string; users: number; repositoryUrls: string[] },
) {
  const [status, outcome] = ends[n % ends.length];
  const url = options.repositoryUrls[n % options.repositoryUrls.length];
  const createdAt = now - SPAN_MS + Math.floor((n / 100_000) * SPAN_MS);
  return {
    uid: randomUUID(),
    project: options.project,
    name: `seeded-${n}`,
    status,
    outcome,
    progress: 100,
    phase: 'publish',
    instructions: instructionsOf(n),
    creator: userOf(n, options.users),
    repository_url: url,
    repository_key: url,
    branch: 'main',
    provider: 'script',
    script: 'npm install lodash@4.17.21 && npm test',
    validation_spec: JSON.stringify({
      commands: [],
      fileExists: [],
      unchecked: [],
      repairRounds: 0,
    }),
    trigger: JSON.stringify({ kind: 'api' }),
    timeout_seconds: 3600,
    retry_count: 0,
    created_at: createdAt,
    started_at: createdAt + 1_000,
    completed_at: createdAt + 60_000,
    deadline_at: createdAt + 3_601_000,
    pr_url: outcome === 'pullRequest' ? `${url}/pull/${n}` : null,
    pr_state: outcome === 'pullRequest' ? 'merged' : null,
    validation: JSON.stringify({ baseline: [], gate: [], verdict: 'passed' }),
    changed_files: JSON.stringify([
      { path: 'package.json', status: 'modified' },
    ]),
    isolation: '[]',
    log_tail: 'All checks passed\n'.repeat(100),
    last_position: 0,
    fence: 1,
    released: '',
    // Long since rid of its events: else their retention would be measured along.
    purged_at: createdAt + 120_000,
    repair_rounds: 0,
    input_tokens: 0,
    output_tokens: 0,
    cost_usd: 0,
    charged_usd: 0,
  };
}

async function seedPeer(
  numbers: number[],
  now: number,
  users: number,
): Promise<void> {
  const rows = numbers.map(n => ({
    id: randomUUID(),
    spec: JSON.stringify({
      apiVersion: 'scaffolder.backstage.io/v1beta3',
      steps: [
        {
          id: 'run',
          name: 'Run',
          action: 'bench:run',
          input: { behaviour: instructionsOf(n) },
        },
      ],
      output: {},
      parameters: { behaviour: instructionsOf(n) },
      user: { ref: userOf(n, users) },
      templateInfo: { entityRef: 'template:default/bench' },
    }),
    status: n % 4 === 2 ? 'failed' : 'completed',
    created_at: new Date(now - SPAN_MS + Math.floor((n / 100_000) * SPAN_MS))
      .toISOString()
      // As SQL writes it: on SQLite the peer reads nothing else.
      .replace('T', ' ')
      .replace('Z', ''),
    created_by: userOf(n, users),
  }));
  await insert(meters.peer.db, 'tasks', rows);
}

async function insert(
  db: Knex,
  table: string,
  rows: Record<string, unknown>[],
): Promise<void> {
  for (let i = 0; i < rows.length; i += CHUNK) {
    await db(table).insert(rows.slice(i, i + CHUNK));
  }
}

function userOf(n: number, users: number): string {
  return `user:default/user-${(n % users) + 1}`;
}
