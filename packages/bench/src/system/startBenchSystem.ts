import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BackendProcess,
  freePort,
  repositoryRoot,
} from '@background-tasks/demo';
import { startDevGithub, type DevGithub } from '@background-tasks/dev-github';
import type { JsonObject } from '@backstage/types';
import { BenchClient } from '../load/BenchClient';
import { catalogOf } from './catalogOf';
import { ModelVendor } from './ModelVendor';

export const databases = ['sqlite', 'postgres'] as const;

export type Database = (typeof databases)[number];

const OWNER = 'bench';
const TOKEN = 'dev_bench';
/** Users, and repositories. */
export const USERS = 50;

/** A backend that is measured. */
export type BenchSystem = {
  client: BenchClient;
  repositoryUrls: string[];
  /** Where the models of its agents are. */
  vendor: ModelVendor;
  stop(): Promise<void>;
};

/**
 * Starts a backend with our plugin, the peer and the floor, a GitHub with tiny repositories, and a database, all of
 * them new.
 */
export async function startBenchSystem(options: {
  directory: string;
  database: Database;
  /** Whether the permission framework is on. */
  permissions: boolean;
  signal: AbortSignal;
  /** The TypeScript file that starts the backend; that with the peer and the floor if left out. */
  entry?: string;
  /** Configuration files that lie under its own. */
  configFiles?: string[];
  /** Laid over its configuration. */
  config?: JsonObject;
}): Promise<BenchSystem> {
  const { directory, signal } = options;
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const github = await startDevGithub({
      directory: join(directory, 'github'),
      port: 0,
    });
    stops.push(() => github.close());
    const repositoryUrls = await createRepositories(github, directory);
    const vendor = await ModelVendor.start();
    stops.push(() => vendor.stop());
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const overlay = join(directory, 'app-config.overlay.yaml');
    await writeFile(overlay, JSON.stringify(options.config ?? {}));
    const config = await writeConfig({
      ...options,
      port,
      url,
      github,
      vendor,
      repositoryUrls,
    });
    const backend = new BackendProcess({
      entry:
        options.entry ??
        join(repositoryRoot, 'packages/bench/src/backend/index.ts'),
      configFiles: [...(options.configFiles ?? []), config, overlay],
      url,
      logFile: join(directory, 'backend.log'),
      env: { NODE_ENV: 'production', LOG_LEVEL: 'info' },
    });
    stops.push(() => backend.stop());
    await backend.start(signal);
    const client = new BenchClient(url);
    stops.push(() => client.close());
    await client.signIn(USERS, signal);
    return { client, repositoryUrls, vendor, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function createRepositories(
  github: DevGithub,
  directory: string,
): Promise<string[]> {
  github.addToken({ token: TOKEN, login: 'bench-bot', scope: 'write' });
  const seed = join(directory, 'seed');
  await mkdir(seed);
  await writeFile(join(seed, 'README.md'), 'Tiny\n');
  const urls: string[] = [];
  for (let n = 1; n <= USERS; n++) {
    const { url } = await github.createRepository({
      owner: OWNER,
      name: `repository-${n}`,
      defaultBranch: 'main',
      fromDirectory: seed,
    });
    urls.push(url);
  }
  return urls;
}

async function writeConfig(options: {
  directory: string;
  permissions: boolean;
  port: number;
  url: string;
  github: DevGithub;
  vendor: ModelVendor;
  repositoryUrls: string[];
  database: Database;
}): Promise<string> {
  const { directory, github, port, url } = options;
  const catalog = join(directory, 'catalog.yaml');
  await writeFile(catalog, catalogOf(USERS, options.repositoryUrls));
  const unlimited = { perUser: 0, perRepository: 0, perProject: 0 };
  const limited = { perUser: 1, perRepository: 1, perProject: 10_000 };
  const project = (name: string, limits: object) => ({
    name,
    limits,
    members: ['group:default/bench'],
    repositories: [`${github.url}/${OWNER}/*`],
  });
  const config = {
    app: { baseUrl: url },
    organization: { name: 'Bench' },
    backend: {
      baseUrl: url,
      listen: { host: '127.0.0.1', port },
      // A backend that the peer keeps busy for seconds would cut connections whose requests it has not seen yet.
      server: { keepAliveTimeout: 10 * 60_000 },
      database: await databaseConfig(options.database, directory),
    },
    auth: { providers: { 'test-user': {} } },
    permission: { enabled: options.permissions },
    integrations: {
      github: [{ host: github.host, apiBaseUrl: github.apiUrl, token: TOKEN }],
    },
    catalog: {
      rules: [{ allow: ['Component', 'Group', 'User', 'Template'] }],
      locations: [{ type: 'file', target: catalog }],
    },
    backgroundTasks: {
      providers: {
        'claude-code': { apiKey: 'bench', baseUrl: options.vendor.url },
      },
      executors: {
        local: { allowInProduction: true, directory: join(directory, 'runs') },
      },
      projects: [
        project('limited', limited),
        project('open', unlimited),
        project('archive', unlimited),
      ],
    },
  };
  const file = join(directory, 'app-config.yaml');
  // JSON is YAML.
  await writeFile(file, JSON.stringify(config, undefined, 2));
  return file;
}

async function databaseConfig(database: Database, directory: string) {
  if (database === 'postgres') {
    // Each system has databases of its own on the one server.
    const prefix = `bench_${randomUUID().replaceAll('-', '')}_`;
    return { client: 'pg', connection: postgresUrl(), prefix };
  }
  const data = join(directory, 'database');
  await mkdir(data);
  return { client: 'better-sqlite3', connection: { directory: data } };
}

/** The server that `npm run bench` started. */
export function postgresUrl(): string | undefined {
  return process.env.BENCH_POSTGRES_URL;
}
