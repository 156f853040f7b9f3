import { randomUUID } from 'node:crypto';
import knexFactory from 'knex';
import type { Knex } from 'knex';

const SERVER_VARIABLE =
  /^BACKSTAGE_TEST_DATABASE_POSTGRES\d+_CONNECTION_STRING$/;
const PLUGIN = 'background-tasks';

/** The databases of one system on a PostgreSQL server that others may use too. */
export class TestDatabase {
  /** In front of the name of each plugin's database. */
  readonly prefix = `chaos_${randomUUID().slice(0, 8)}_`;
  readonly url: string;
  private connected: Knex | undefined;

  /** @throws an error in words where no server is known */
  constructor() {
    const [, url] =
      Object.entries(process.env).find(([name]) =>
        SERVER_VARIABLE.test(name),
      ) ?? [];
    if (!url) {
      throw new Error(
        "No PostgreSQL server is known: 'npm test' starts one, or set BACKSTAGE_TEST_DATABASE_POSTGRES16_CONNECTION_STRING",
      );
    }
    this.url = url;
  }

  /** What the configuration of a backend says of it. */
  get config() {
    return { client: 'pg', connection: this.url, prefix: this.prefix };
  }

  /** The plugin's own database. */
  get tasks(): Knex {
    this.connected ??= this.connect(`${this.prefix}${PLUGIN}`);
    return this.connected;
  }

  /** Removes all databases of this system, whoever is connected to them. */
  async drop(): Promise<void> {
    await this.connected?.destroy();
    const server = this.connect();
    try {
      const names: string[] = await server('pg_database')
        .where('datname', 'like', `${this.prefix.replaceAll('_', '\\_')}%`)
        .pluck('datname');
      for (const name of names) {
        await server.raw('drop database if exists ?? with (force)', [name]);
      }
    } finally {
      await server.destroy();
    }
  }

  /** Takes or loses the right to connect to the plugin's database, as when a server is away. */
  async setReachable(reachable: boolean): Promise<void> {
    const name = `${this.prefix}${PLUGIN}`;
    const server = this.connect();
    try {
      await server.raw(
        `alter database ?? with allow_connections ${reachable}`,
        [name],
      );
      if (reachable) return;
      await server.raw(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = ?',
        [name],
      );
    } finally {
      await server.destroy();
    }
  }

  private connect(database?: string): Knex {
    const url = new URL(this.url);
    if (database) url.pathname = `/${database}`;
    return knexFactory({
      client: 'pg',
      connection: url.href,
      pool: { min: 0, max: 2 },
    });
  }
}
