import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/** Counts the SQL statements of one plugin, and reaches into its database. */
export class Meter {
  statements = 0;
  private client: Knex | undefined;

  /** The database of the plugin. @throws Error before the plugin has started */
  get db(): Knex {
    if (!this.client) throw new Error('The plugin has not started');
    return this.client;
  }

  async watch(database: DatabaseService): Promise<void> {
    this.client = await database.getClient();
    this.client.on('query', () => {
      this.statements += 1;
    });
  }
}
