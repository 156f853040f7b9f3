import {
  taskStatuses,
  type TaskStatus,
} from '@background-tasks/plugin-background-tasks-common';
import type { Knex } from 'knex';
import { ExpiringCache } from '../permissions/ExpiringCache';
import type { Task } from '../tasks/Task';
import { toNumber, type TaskRow } from './rows';
import { selectPrepared } from './selectPrepared';
import { whereCondition } from './TaskCondition';
import type { TaskFilter, TaskPage } from './TaskStore';
import { endOfPrefix, wordsOf } from './words';

/** Beyond this a total is only said to be more: counting on would cost more than it tells. */
export const MAX_EXACT_TOTAL = 10_000;

/**
 * Up to so many tasks with a word are looked up by the word; a word that more have is found sooner by going through
 * the tasks in their order.
 */
const RARE_WORD_TASKS = 2_000;
/** How long a word is taken for as rare as it was: that decides how it is looked up, not what is found. */
const RARE_WORD_MS = 60_000;

/**
 * How long a total is not counted again, and of how many filters it is known: counting is most of what a page costs.
 * This replica's own commits end it sooner; that there are more than are counted hardly ever changes.
 */
const TOTAL_MS = 1_000;
const MANY_MS = 60_000;
const KNOWN_TOTALS = 1_000;

/** What a row of a list needs: not the log, the checks and the script. */
const columns = [
  'uid',
  'project',
  'name',
  'status',
  'outcome',
  'progress',
  'phase',
  'check_kind',
  'creator',
  'repository_url',
  'entity_ref',
  'provider',
  'template',
  'trigger',
  'created_at',
  'started_at',
  'completed_at',
  'pr_url',
  'retry_count',
  'publishing_since',
  'cancel_requested_at',
] as const;

/** A task as far as a list tells of it. */
export type ListedTask = Pick<
  Task,
  | 'uid'
  | 'project'
  | 'name'
  | 'status'
  | 'outcome'
  | 'progress'
  | 'phase'
  | 'checkKind'
  | 'creator'
  | 'repositoryUrl'
  | 'entityRef'
  | 'provider'
  | 'template'
  | 'trigger'
  | 'createdAt'
  | 'startedAt'
  | 'completedAt'
  | 'prUrl'
  | 'retryCount'
  | 'publishingSince'
  | 'cancelRequestedAt'
>;

type ListedRow = Pick<TaskRow, (typeof columns)[number]> & {
  total?: number | string;
};
type Filtered = (query: Knex.QueryBuilder) => void;

/** Reads pages of tasks. */
export class TaskLists {
  private readonly rareWords = new ExpiringCache<boolean>(RARE_WORD_MS);
  /** What filters found, and until when that is taken for true. */
  private readonly totals = new Map<string, { total: number; until: number }>();

  /** How often totals were forgotten. */
  private news = 0;

  constructor(private readonly db: Knex) {}

  /** One page of tasks, from the key of the page before on, and how many there are in all: in one statement. */
  async list(filter: TaskFilter): Promise<TaskPage> {
    const { db } = this;
    const { sort, after, limit, ...found } = filter;
    const column = sort.by === 'name' ? 'name' : 'created_at';
    const direction = sort.descending ? 'desc' : 'asc';
    const filtered = await this.filtered(filter);
    const query = db<TaskRow>('tasks').modify(filtered);
    if (after) {
      const beyond = sort.descending ? '<' : '>';
      query.where(next =>
        next
          .where(column, beyond, after.value)
          .orWhere(same =>
            same.where(column, after.value).where('uid', beyond, after.uid),
          ),
      );
      // The same once more, in a form that any planner takes for the start of a range in the index.
      query.where(column, sort.descending ? '<=' : '>=', after.value);
    }
    query
      .orderBy([
        { column, order: direction },
        { column: 'uid', order: direction },
      ])
      .limit(limit + 1)
      .select(...columns);
    const key = JSON.stringify(found);
    const known = this.knownTotal(key);
    if (known === undefined) {
      query.select(this.counted(filtered).as('total'));
    }

    const { news } = this;
    const rows = await selectPrepared<ListedRow>(db, query);
    const total =
      known ?? (await this.totalOf(rows, filtered, after !== undefined));
    // What was committed while it was counted may be in it or not.
    if (known === undefined && news === this.news) this.remember(key, total);
    return {
      items: rows.slice(0, limit).map(listedFromRow),
      more: rows.length > limit,
      total,
    };
  }

  /** How many tasks the filter finds of each status, whatever status and page it names: in one statement. */
  async counts(
    filter: Omit<TaskFilter, 'statuses' | 'sort' | 'after' | 'limit'>,
  ): Promise<Map<TaskStatus, number>> {
    const { db } = this;
    const columnOf = (status: TaskStatus) => `count_${status.toLowerCase()}`;
    const query = db.queryBuilder();
    for (const status of taskStatuses) {
      const filtered = await this.filtered({ ...filter, statuses: [status] });
      query.select(this.counted(filtered).as(columnOf(status)));
    }
    const [row] = await selectPrepared<Record<string, number | string>>(
      db,
      query,
    );
    return new Map(
      taskStatuses.map(status => [
        status,
        Number(row?.[columnOf(status)] ?? 0),
      ]),
    );
  }

  /** The total comes with each row; a page behind the last one has none to tell it. */
  private async totalOf(
    [row]: ListedRow[],
    filtered: Filtered,
    behind: boolean,
  ): Promise<number> {
    // PostgreSQL gives a count as a string.
    if (row) return Number(row.total);
    if (!behind) return 0;
    const [counted] = await selectPrepared<{ count: number | string }>(
      this.db,
      this.counted(filtered),
    );
    return Number(counted?.count ?? 0);
  }

  private counted(filtered: Filtered) {
    const some = this.db<TaskRow>('tasks')
      .modify(filtered)
      .limit(MAX_EXACT_TOTAL + 1)
      .select(this.db.raw('1'))
      .as('some');
    return this.db.from(some).count({ count: '*' });
  }

  /** To be called when tasks were added here, or are found by other filters than before. */
  forgetTotals(): void {
    this.news += 1;
    for (const [key, { total }] of this.totals) {
      if (total <= MAX_EXACT_TOTAL) this.totals.delete(key);
    }
  }

  private knownTotal(key: string): number | undefined {
    const known = this.totals.get(key);
    return known && known.until > Date.now() ? known.total : undefined;
  }

  private remember(key: string, total: number): void {
    if (this.totals.size >= KNOWN_TOTALS) this.totals.clear();
    const ms = total > MAX_EXACT_TOTAL ? MANY_MS : TOTAL_MS;
    this.totals.set(key, { total, until: Date.now() + ms });
  }

  private async filtered(
    filter: Omit<TaskFilter, 'sort' | 'after' | 'limit'>,
  ): Promise<Filtered> {
    const { db } = this;
    const words = wordsOf(filter.q ?? '');
    const rare = await Promise.all(
      words.map(word => this.rareWords.get(word, () => this.isRare(word))),
    );
    return query => {
      if (filter.projects.length === 1) {
        query.where('tasks.project', filter.projects[0]);
      } else {
        query.whereIn('tasks.project', filter.projects);
      }
      if (filter.visible) whereCondition(query, filter.visible);
      if (filter.statuses.length === 1) {
        query.where('tasks.status', filter.statuses[0]);
      } else if (filter.statuses.length > 1) {
        query.whereIn('tasks.status', filter.statuses);
      }
      if (filter.creators) query.whereIn('tasks.creator', filter.creators);
      const equal = {
        repository_url: filter.repositoryUrl,
        entity_ref: filter.entityRef,
        template: filter.template,
        provider: filter.provider,
        outcome: filter.outcome,
      };
      for (const [column, value] of Object.entries(equal)) {
        if (value !== undefined) query.where(`tasks.${column}`, value);
      }
      if (filter.from !== undefined) {
        query.where('tasks.created_at', '>=', filter.from);
      }
      if (filter.to !== undefined) {
        query.where('tasks.created_at', '<', filter.to);
      }
      for (const [index, word] of words.entries()) {
        hasWord(db, query, word, rare[index]);
      }
    };
  }

  private async isRare(word: string): Promise<boolean> {
    const some = this.db('task_words')
      .where('word', '>=', word)
      .where('word', '<', endOfPrefix(word))
      .limit(RARE_WORD_TASKS + 1)
      .select(this.db.raw('1'))
      .as('some');
    const row = await this.db.from(some).count({ count: '*' }).first();
    return Number(row?.count ?? 0) <= RARE_WORD_TASKS;
  }
}

function hasWord(
  db: Knex,
  query: Knex.QueryBuilder,
  word: string,
  rare: boolean,
): void {
  const inRange = (words: Knex.QueryBuilder) =>
    words.where('word', '>=', word).where('word', '<', endOfPrefix(word));
  if (rare) {
    query.whereIn('tasks.uid', inRange(db('task_words')).select('task_uid'));
    return;
  }
  query.whereExists(
    inRange(db('task_words'))
      .whereRaw('task_words.task_uid = tasks.uid')
      .select(db.raw('1')),
  );
}

function listedFromRow(row: ListedRow): ListedTask {
  return {
    uid: row.uid,
    project: row.project,
    name: row.name,
    status: row.status,
    outcome: row.outcome,
    progress: row.progress,
    phase: row.phase,
    checkKind: row.check_kind,
    creator: row.creator,
    repositoryUrl: row.repository_url,
    entityRef: row.entity_ref,
    provider: row.provider,
    template: row.template,
    trigger: JSON.parse(row.trigger),
    createdAt: Number(row.created_at),
    startedAt: toNumber(row.started_at),
    completedAt: toNumber(row.completed_at),
    prUrl: row.pr_url,
    retryCount: row.retry_count,
    publishingSince: toNumber(row.publishing_since),
    cancelRequestedAt: toNumber(row.cancel_requested_at),
  };
}
