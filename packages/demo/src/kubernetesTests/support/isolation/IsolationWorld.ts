import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { kubectl, RUNNER_IMAGE } from '@background-tasks/dev-cluster';
import {
  startDevModels,
  upgradeLodash,
  type DevModels,
} from '@background-tasks/dev-models';
import type {
  BackgroundTask,
  BackgroundTaskEvent,
  CreateBackgroundTaskRequest,
} from '@background-tasks/plugin-background-tasks-common';
import { z } from 'zod';
import { followTask } from '../../../scenarios/followTask';
import { repositoryRoot } from '../../../system/repositoryRoot';
import { OWNER } from '../../../system/startSampleGithub';
import { Beacon } from '../../../systemTests/badAgents/Beacon';
import { badAgents } from '../../../systemTests/badAgents/cases';
import { QUICK } from '../../../systemTests/support/startTestSystem';
import { waitUntil } from '../../../systemTests/support/waitUntil';
import { RestrictedNamespace } from '../restrictedPods';
import {
  PROJECT,
  startClusterPortal,
  type ClusterPortal,
} from '../startClusterPortal';
import { FarPlaces, type Place } from './FarPlaces';

const VENDOR_KEY = 'key-of-the-vendor';
const MODEL = 'claude-sonnet-4-5';
const TARGET = 'target-service';
const BAD_AGENTS = 'packages/demo/src/systemTests/badAgents';
const PROBE = 'packages/demo/src/kubernetesTests/support/isolation/probe.js';
/** What the lines of the probe begin with. */
const MARK = 'PROBE ';
/** It listens at the loopback address alone, and answers nobody at this one. */
const PORTAL = 'portal beside its gateway';
const METADATA: Place = { host: '169.254.169.254', port: 80 };
/** An address for documentation (RFC 5737), which no machine has. */
const INTERNET: Place = { host: '198.51.100.1', port: 443 };

const secretsSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      data: z.record(z.string(), z.string()).default({}),
    }),
  ),
});

/** A task that has ended, and all that was heard of it. */
export type End = { task: BackgroundTask; events: BackgroundTaskEvent[] };

/** A portal on the cluster with tasks whose agents want out, all under way at once. */
export class IsolationWorld {
  /** What the agent of `probe` found, by the names of its attempts. */
  readonly probed: Promise<Record<string, unknown>>;
  /** What the container of the clone of `probe` held, and no other. */
  readonly cloneToken: Promise<string>;
  private readonly ends = new Map<string, Promise<End>>();

  static async start(): Promise<IsolationWorld> {
    const models = await startDevModels({
      apiKey: VENDOR_KEY,
      scenarios: [upgradeLodash],
    });
    const neighbour = createServer((_, response) => response.end('neighbour'));
    let far: FarPlaces | undefined;
    try {
      far = await FarPlaces.open([METADATA, INTERNET]);
      const portal = await startPortal(models);
      try {
        const port = await listen(neighbour, portal.cluster.nodeAddress);
        return new IsolationWorld(
          ...([portal, models, neighbour, far] as const),
          await findPlaces(portal, port),
          await readGatewayUrl(portal),
        );
      } catch (error) {
        await portal.stop();
        throw error;
      }
    } catch (error) {
      neighbour.close();
      await far?.close();
      await models.close();
      throw error;
    }
  }

  private constructor(
    readonly portal: ClusterPortal,
    readonly models: DevModels,
    /** Something else that listens on the backend's machine. */
    private readonly neighbour: Server,
    private readonly far: FarPlaces,
    /** Where an agent has no business. */
    readonly places: Record<string, Place>,
    private readonly gatewayUrl: string,
  ) {
    this.probed = this.probe();
    this.cloneToken = this.readCloneToken();
    this.begin('claude', {
      provider: 'claude-code',
      model: MODEL,
      instructions: upgradeLodash.instructions,
      repository: { url: portal.system.repositoryUrl },
      validation: { repairRounds: 2 },
    });
    for (const { name, script } of badAgents(Object.create(Beacon.prototype))) {
      if (!name.startsWith('forged-')) continue;
      this.begin(name, { run: script, repository: this.repository(TARGET) });
    }
    // What fails before its test looks is none of the others' business.
    this.probed.catch(() => undefined);
    this.cloneToken.catch(() => undefined);
  }

  async endOf(name: string): Promise<End> {
    const end = await this.ends.get(name);
    if (!end) throw new Error(`There is no task '${name}'`);
    return end;
  }

  async stop(): Promise<void> {
    await Promise.allSettled([this.cloneToken, ...this.ends.values()]);
    await this.portal.stop();
    this.neighbour.close();
    await this.far.close();
    await this.models.close();
  }

  /** The places that must answer whom no policy holds back. */
  get answering(): Record<string, Place> {
    return Object.fromEntries(
      Object.entries(this.places).filter(
        ([name, place]) => name !== PORTAL && !this.far.others.includes(place),
      ),
    );
  }

  /** What a Pod that no policy holds back finds there. */
  async foundElsewhere(): Promise<Record<string, unknown>> {
    const namespace = await RestrictedNamespace.create('unheld');
    try {
      const program = await readFile(join(repositoryRoot, PROBE), 'utf8');
      const { logs } = await namespace.run('probe', [
        {
          name: 'probe',
          image: RUNNER_IMAGE,
          command: [
            ...['node', '-e', program, 'probe'],
            JSON.stringify({ places: this.answering }),
          ],
          mounts: {},
        },
      ]);
      const said = logs.probe
        .split('\n')
        .filter(line => line.startsWith(MARK))
        .map(line => JSON.parse(line.slice(MARK.length)));
      return Object.fromEntries(said.map(({ name, value }) => [name, value]));
    } finally {
      await namespace.delete();
    }
  }

  private repository(name: string): { url: string } {
    return { url: `${this.portal.system.github.url}/${OWNER}/${name}` };
  }

  private begin(
    name: string,
    request: Omit<CreateBackgroundTaskRequest, 'name'>,
  ): Promise<End> {
    const end = this.carryOut(name, request);
    end.catch(() => undefined);
    this.ends.set(name, end);
    return end;
  }

  private async carryOut(
    name: string,
    request: Omit<CreateBackgroundTaskRequest, 'name'>,
  ): Promise<End> {
    const client = this.portal.system.portal.client();
    await client.createTask(PROJECT, {
      ...{ name, provider: 'script', instructions: 'Change the text.' },
      ...request,
    });
    const events: BackgroundTaskEvent[] = [];
    const task = await followTask(
      client,
      { project: PROJECT, name },
      { onEvent: event => events.push(event) },
    );
    return { task, events };
  }

  private async probe(): Promise<Record<string, unknown>> {
    const program = await readFile(join(repositoryRoot, PROBE), 'utf8');
    const facts = {
      places: this.places,
      requests: requestsTo(this.gatewayUrl),
    };
    const { events } = await this.begin('probe', {
      repository: this.repository(QUICK),
      run: [
        `cat > "$TMPDIR/probe.js" <<'END'\n${program}END`,
        `node "$TMPDIR/probe.js" '${JSON.stringify(facts)}'`,
      ].join('\n'),
    });
    const found: Record<string, unknown> = {};
    const hashes: string[] = [];
    for (const event of events) {
      if (event.type !== 'log' || !event.text.startsWith(MARK)) continue;
      const { name, value } = JSON.parse(event.text.slice(MARK.length));
      if (name === 'tokens') hashes.push(...value);
      else found[name] = value;
    }
    return { ...found, tokens: hashes };
  }

  private async readCloneToken(): Promise<string> {
    let token = '';
    await waitUntil('the clone has its Secret', async () => {
      const { items } = secretsSchema.parse(
        JSON.parse(await this.portal.kubectl('get', 'secrets', '-o', 'json')),
      );
      const secret = items.find(({ metadata }) =>
        /^probe-[0-9a-f]{8}-clone$/.test(metadata.name),
      );
      if (!secret) return false;
      const file = Buffer.from(secret.data['secrets.json'], 'base64');
      token = String(JSON.parse(file.toString()).gitToken);
      return true;
    });
    return token;
  }
}

async function startPortal(models: DevModels): Promise<ClusterPortal> {
  return startClusterPortal({
    repositories: { [TARGET]: join(repositoryRoot, BAD_AGENTS, TARGET) },
    backgroundTasks: {
      limits: { perUser: 0, perRepository: 0, perProject: 0 },
      providers: {
        'claude-code': {
          apiKey: VENDOR_KEY,
          baseUrl: models.url,
          models: [
            {
              id: MODEL,
              price: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 4 },
            },
          ],
        },
      },
    },
    kubernetes: { agents: ['claude-code'] },
  });
}

async function listen(server: Server, host: string): Promise<number> {
  server.listen({ host, port: 0 });
  await once(server, 'listening');
  const address = server.address();
  if (typeof address === 'object' && address) return address.port;
  throw new Error('The port of the neighbour is not known');
}

async function readGatewayUrl({ system }: ClusterPortal): Promise<string> {
  const log = await readFile(join(system.directory, 'backend.log'), 'utf8');
  const [, url] = /Workspace gateway listens at (\S+)/.exec(log) ?? [];
  if (url) return url;
  throw new Error('The backend did not tell of its gateway');
}

async function findPlaces(
  { cluster, system }: ClusterPortal,
  neighbour: number,
): Promise<Record<string, Place>> {
  const read = (path: string, ...args: string[]) =>
    kubectl(cluster, [...args, '-o', `jsonpath={${path}}`]);
  const server = await read(
    '.clusters[0].cluster.server',
    ...['config', 'view', '--minify'],
  );
  const { hostname, port } = new URL(server);
  return {
    'API server': { host: hostname, port: Number(port) },
    'API service': {
      host: await read(
        '.spec.clusterIP',
        ...['get', 'service', 'kubernetes', '-n', 'default'],
      ),
      port: 443,
    },
    metadata: METADATA,
    internet: INTERNET,
    // Its DNS is allowed, and not what else it listens at.
    'other pod': {
      host: await read(
        '.items[0].status.podIP',
        ...['get', 'pods', '-n', 'kube-system', '-l', 'k8s-app=kube-dns'],
      ),
      port: 8181,
    },
    neighbour: { host: cluster.nodeAddress, port: neighbour },
    [PORTAL]: {
      host: cluster.nodeAddress,
      port: Number(new URL(system.portal.url).port),
    },
  };
}

/** What the gateway may be asked without a token. */
function requestsTo(gateway: string) {
  const get = (path: string) => ({ method: 'GET', url: `${gateway}${path}` });
  const refs = `/git/${OWNER}/${QUICK}.git/info/refs?service=`;
  return {
    nothing: get('/'),
    API: get('/api/background-tasks/projects'),
    health: get('/.backstage/health/v1/readiness'),
    repository: get(`${refs}git-upload-pack`),
    write: get(`${refs}git-receive-pack`),
    model: {
      method: 'POST',
      url: `${gateway}/models/claude-code/v1/messages`,
    },
  };
}
