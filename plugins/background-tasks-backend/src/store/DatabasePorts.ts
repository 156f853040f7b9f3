import type { Knex } from 'knex';

/** The port that the gateway had on each machine: a backend that starts again takes the same one, if it can. */
export class DatabasePorts {
  constructor(private readonly db: Knex) {}

  async last(host: string): Promise<number | undefined> {
    const row = await this.db('meta')
      .where({ key: keyOf(host) })
      .first();
    return row && Number(row.value);
  }

  async remember(host: string, port: number): Promise<void> {
    await this.db('meta')
      .insert({ key: keyOf(host), value: String(port) })
      .onConflict('key')
      .merge();
  }
}

/** Host names have up to 64 characters on Linux, keys too. */
function keyOf(host: string): string {
  return `port ${host}`.slice(0, 64);
}
