import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { Knex } from 'knex';
import { isPostgres } from './databaseClock';
import type { TaskRow } from './rows';
import type { TaskNews, TaskPosition } from './TaskNews';

const CHANNEL = 'background_tasks';
/** Announcements are gathered so long: a run that says much costs no notification per event. */
const GATHER_MS = 10;
/** A notification carries at most 8,000 bytes, a task in it some 50. */
const TASKS_PER_NOTIFICATION = 100;
const FIRST_RECONNECT_MS = 500;
const MAX_RECONNECT_MS = 30_000;

/** What we use of a connection of PostgreSQL's client. */
type Connection = {
  query(sql: string, values?: string[]): Promise<unknown>;
  on(
    event: 'notification',
    listener: (message: { payload?: string }) => void,
  ): void;
  on(event: 'error' | 'end', listener: () => void): void;
};

/**
 * News by PostgreSQL's LISTEN and NOTIFY, on one connection of its own; on SQLite there is no other replica to hear
 * of by itself, so there `positions` is all.
 */
export class DatabaseTaskNews implements TaskNews {
  live = false;
  private readonly db: Knex;
  private readonly logger: LoggerService;
  /** Notifications come back to their sender too. */
  private readonly sender = randomUUID();
  private readonly listeners = new Set<(position: TaskPosition) => void>();
  private readonly gathered = new Map<string, TaskPosition>();
  private gathering: NodeJS.Timeout | undefined;
  private reconnecting: NodeJS.Timeout | undefined;
  private connection: Connection | undefined;
  private failures = 0;
  private closed = false;

  private constructor(db: Knex, logger: LoggerService) {
    this.db = db;
    this.logger = logger;
  }

  static async create(options: {
    db: Knex;
    logger: LoggerService;
  }): Promise<DatabaseTaskNews> {
    const news = new DatabaseTaskNews(options.db, options.logger);
    if (isPostgres(options.db)) await news.connect();
    return news;
  }

  announce(position: TaskPosition): void {
    if (!this.live) return;
    this.gathered.set(position.taskUid, position);
    this.gathering ??= setTimeout(() => this.send(), GATHER_MS);
  }

  listen(listener: (position: TaskPosition) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async positions(taskUids: string[]): Promise<TaskPosition[]> {
    const rows = await this.db<TaskRow>('tasks')
      .whereIn('uid', taskUids)
      .select('uid', 'last_position', 'completed_at');
    return rows.map(row => ({
      taskUid: row.uid,
      lastPosition: row.last_position,
      ended: row.completed_at !== null,
    }));
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.gathering);
    clearTimeout(this.reconnecting);
    this.live = false;
    if (this.connection) await this.destroy(this.connection);
  }

  private async connect(): Promise<void> {
    let connection: Connection | undefined;
    try {
      connection = await this.open();
      await connection.query(`listen ${CHANNEL}`);
      this.connection = connection;
      this.failures = 0;
      this.live = true;
    } catch (error) {
      if (connection) await this.destroy(connection);
      this.connectLater(stringifyError(error));
    }
  }

  private async open(): Promise<Connection> {
    const connection: Connection = await this.db.client.acquireRawConnection();
    const lost = () => {
      if (this.connection !== connection) return;
      this.connection = undefined;
      this.live = false;
      this.connectLater('the connection was lost');
    };
    connection.on('error', lost);
    connection.on('end', lost);
    connection.on('notification', ({ payload }) => this.hear(payload ?? ''));
    return connection;
  }

  private connectLater(why: string): void {
    if (this.closed) return;
    const delay = Math.min(
      FIRST_RECONNECT_MS * 2 ** this.failures,
      MAX_RECONNECT_MS,
    );
    this.failures += 1;
    this.logger.warn(`Hearing of other replicas is slower for now: ${why}`);
    this.reconnecting = setTimeout(
      () => this.connect(),
      delay * (0.5 + Math.random()),
    );
    this.reconnecting.unref();
  }

  private async destroy(connection: Connection): Promise<void> {
    this.connection = undefined;
    await this.db.client.destroyRawConnection(connection);
  }

  private async send(): Promise<void> {
    while (this.gathered.size > 0 && this.connection) {
      const positions = [...this.gathered.values()];
      const some = positions.slice(0, TASKS_PER_NOTIFICATION);
      for (const { taskUid } of some) this.gathered.delete(taskUid);
      const payload = [this.sender, ...some.map(write)].join(' ');
      await this.connection
        .query('select pg_notify($1, $2)', [CHANNEL, payload])
        // They are hints: who waits for them asks by itself after a while.
        .catch(() => undefined);
    }
    this.gathering = undefined;
  }

  private hear(payload: string): void {
    const [sender, ...positions] = payload.split(' ');
    if (sender === this.sender) return;
    for (const position of positions.flatMap(read)) {
      for (const listener of this.listeners) listener(position);
    }
  }
}

function write({ taskUid, lastPosition, ended }: TaskPosition): string {
  return `${taskUid}:${lastPosition}:${ended ? 1 : 0}`;
}

function read(text: string): TaskPosition[] {
  const [taskUid, lastPosition, ended] = text.split(':');
  if (!/^\d+$/.test(lastPosition ?? '')) return [];
  return [
    { taskUid, lastPosition: Number(lastPosition), ended: ended === '1' },
  ];
}
