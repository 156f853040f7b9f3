import { mockServices } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import {
  PublishError,
  type CodeHost,
  type PublishRequest,
  type PublishResult,
  type TaskExecutor,
} from '@background-tasks/plugin-background-tasks-node';
import type { Knex } from 'knex';
import { Orchestrator, TaskEventHub } from '../orchestration';
import { DatabaseTaskNews, DatabaseTaskStore } from '../store';
import { anotherClient } from './databases';

/** What goes through it gets no answer any more once it has ended. */
class Life {
  ended = false;

  end(): void {
    this.ended = true;
  }

  of<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (_, key) => {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) =>
          this.ended ? new Promise(() => {}) : value.apply(target, args);
      },
    });
  }
}

/** One backend of several on the same database, without HTTP: it can stop, and it can die. */
export class Replica {
  static async start(options: {
    db: Knex;
    executor: TaskExecutor;
    codeHost: CodeHost;
    onConflict?: 'fail' | 'rerun';
    giveUpMs?: number;
  }): Promise<Replica> {
    const client = anotherClient(options.db);
    const life = new Life();
    const store = life.of(
      await DatabaseTaskStore.create({
        database: { getClient: async () => client.db },
      }),
    );
    const logger = mockServices.logger.mock({
      child: () => logger,
    });
    const news = await DatabaseTaskNews.create({ db: client.db, logger });
    const hub = new TaskEventHub({ store, news, logger });
    const orchestrator = new Orchestrator({
      store,
      hub,
      executor: life.of(options.executor),
      codeHosts: [options.codeHost],
      settings: {
        validation: { allowNoChecks: true, allowChangedChecks: false },
        limits: { bundleBytes: 1024 * 1024, bundleFiles: 10 },
      },
      redact: text => text,
      cloneUrlOf: () => 'http://127.0.0.1/clone.git',
      onConflictOf: () => options.onConflict ?? 'fail',
      taskUrlOf: task => `http://portal.example/${task.name}`,
      giveUpMs: options.giveUpMs,
      logger,
    });
    orchestrator.start();
    return new Replica(life, client, news, store, hub, orchestrator);
  }

  private constructor(
    private readonly life: Life,
    private readonly client: { db: Knex; close: () => Promise<void> },
    private readonly news: DatabaseTaskNews,
    readonly store: DatabaseTaskStore,
    readonly hub: TaskEventHub,
    readonly orchestrator: Orchestrator,
  ) {}

  get db(): Knex {
    return this.client.db;
  }

  /** As `kill -9` does: nothing more of it gets through, nothing is given back; its leases are made to run out. */
  async kill(): Promise<void> {
    this.life.end();
    await this.client.db('tasks').update({ lease_expires_at: 0 });
  }

  async stop(): Promise<void> {
    if (!this.life.ended) await this.orchestrator.stop();
    this.hub.close();
    await this.news.close();
    await this.client.close();
  }
}

/** A code host in memory that publishes in steps, and tells of each. */
export class SteppingCodeHost implements CodeHost {
  readonly id = 'stepping';
  /** Branches and pull requests as they were created, in order. */
  readonly written: string[] = [];
  /** How often it cannot be asked about a repository before it answers again. */
  outages = 0;
  /** How often it was asked about a repository. */
  asked = 0;
  /** The base commits whose branch was changed under the change. */
  movedFrom: string[] = [];
  /** Awaited after each write, with its name. */
  afterWrite: (write: string) => Promise<void> = async () => {};

  handles(): boolean {
    return true;
  }

  async resolve(url: string) {
    this.asked += 1;
    if (this.outages > 0) {
      this.outages -= 1;
      throw new ServiceUnavailableError('The code host is away');
    }
    const key = 'github.example/1';
    return { key, host: 'github.example', owner: 'o', name: 'n', url };
  }

  async canWrite(): Promise<boolean> {
    return true;
  }

  async cloneAccess(repository: { url: string }) {
    return { url: `${repository.url}.git` };
  }

  async checkBase({ bundle }: PublishRequest) {
    return this.movedFrom.includes(bundle.baseCommit)
      ? { message: 'The branch has moved on', mayRerun: true }
      : undefined;
  }

  async publish(
    ...[{ task, bundle }, { state, onStep }]: Parameters<CodeHost['publish']>
  ): Promise<PublishResult> {
    const branch = state.branch ?? `background-tasks/${task.name}`;
    await onStep({ ...state, branch });
    if (this.movedFrom.includes(bundle.baseCommit)) {
      throw new PublishError('conflict', 'The branch has moved on');
    }
    // Like a code host: what is there already is found, not made again.
    await this.write(`branch ${branch}`);
    await onStep({ ...state, branch, refCreated: true });
    await this.write(`pull request of ${branch}`);
    return {
      prUrl: 'https://github.example/o/n/pull/1',
      prNumber: 1,
      headCommit: 'a'.repeat(40),
      commitMessage: 'Change',
      createdAt: new Date(0).toISOString(),
    };
  }

  private async write(what: string): Promise<void> {
    if (!this.written.includes(what)) this.written.push(what);
    await this.afterWrite(what);
  }
}
