import { setTimeout as sleep } from 'node:timers/promises';
import { kubectl } from '@background-tasks/dev-cluster';
import { z } from 'zod';
import type { ClusterSystem } from './startClusterSystem';

const POLL_MS = 50;
const GIVE_UP_MS = 120_000;
/** As the executor names and labels them. */
const RUN_LABEL = 'background-tasks/run';

const objectSchema = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});
const madeSchema = z.object({ metadata: z.object({ name: z.string() }) });
const listSchema = z.object({ items: z.array(objectSchema) });
const jobSchema = z.object({
  kind: z.literal('Job'),
  metadata: z.object({ name: z.string() }),
  spec: z.looseObject({
    template: z.object({ spec: z.looseObject({}) }),
  }),
});
type Job = z.infer<typeof jobSchema>;

/** Jobs with the same Pod as a task's, made by kubectl. */
export class BareJobs {
  private made = 0;
  private readonly seenAt = new Map<string, number>();

  /** Copies the Job of a task, and what its Pod mounts, while they are there. */
  static async of(system: ClusterSystem, task: string): Promise<BareJobs> {
    const until = Date.now() + GIVE_UP_MS;
    while (Date.now() < until) {
      const { items } = listSchema.parse(
        JSON.parse(
          await kubectl(system.cluster, [
            ...['get', 'jobs,configmaps,secrets', '-o', 'json'],
            ...['-n', system.namespace(), '-l', RUN_LABEL],
          ]),
        ),
      );
      const all = items.filter(({ metadata }) =>
        metadata.name.startsWith(`${task}-`),
      );
      const job = all.find(({ kind }) => kind === 'Job');
      const mounted = all.filter(({ kind }) => kind !== 'Job');
      const kinds = new Set(mounted.map(({ kind }) => kind));
      if (job && kinds.has('ConfigMap') && kinds.has('Secret')) {
        return new BareJobs(system, jobSchema.parse(job), mounted);
      }
      await sleep(POLL_MS);
    }
    throw new Error(`The Job of ${task} was not there in time`);
  }

  private constructor(
    private readonly system: ClusterSystem,
    private readonly job: Job,
    private readonly mounted: z.infer<typeof objectSchema>[],
  ) {}

  /** Takes in what a watch of Jobs tells. @param now - in ms since 1970 */
  see(object: unknown, now: number): void {
    const { name } = madeSchema.parse(object).metadata;
    if (!this.seenAt.has(name)) this.seenAt.set(name, now);
  }

  /** When a Job was first seen. */
  madeAt(job: string): number | undefined {
    return this.seenAt.get(job);
  }

  /** All but the Job itself, so that nothing but that is timed. */
  async prepare() {
    this.made += 1;
    const session = this.job.metadata.name.replace(/-job$/, '');
    const name = `bare-${this.made}`;
    const copies = this.mounted.map(object =>
      withName(object, object.metadata.name.replace(session, name)),
    );
    await this.apply(...copies);
    const { template, activeDeadlineSeconds, backoffLimit } = this.job.spec;
    const pod: unknown = JSON.parse(
      JSON.stringify(template.spec).replaceAll(session, name),
    );
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name },
      spec: {
        activeDeadlineSeconds,
        backoffLimit,
        template: { spec: pod },
      },
    };
    return {
      job: name,
      create: () => this.run(['create', '-f', '-'], job),
      remove: async () => {
        await this.run(['delete', 'job', name, '--wait=true']);
        await this.run(['delete', '-f', '-'], listOf(copies));
      },
    };
  }

  private async apply(...objects: object[]): Promise<void> {
    await this.run(['create', '-f', '-'], listOf(objects));
  }

  private async run(args: string[], input?: object): Promise<void> {
    const { cluster } = this.system;
    await kubectl(cluster, ['-n', this.system.namespace(), ...args], {
      input: input && JSON.stringify(input),
    });
  }
}

function withName(object: z.infer<typeof objectSchema>, name: string): object {
  return { ...object, metadata: { name } };
}

function listOf(items: object[]): object {
  return { apiVersion: 'v1', kind: 'List', items };
}
