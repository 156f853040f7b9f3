import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  createBackendModule,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { JsonObject } from '@backstage/types';
import {
  BackgroundTasksClient,
  isFinalStatus,
  type BackgroundTask,
} from '@background-tasks/plugin-background-tasks-common';
import { backgroundTasksExtensionPoint } from '@background-tasks/plugin-background-tasks-node';
import request from 'supertest';
import { backgroundTasksPlugin } from '../plugin';
import { buildBundle } from '../publishing/__testUtils__/buildBundle';
import {
  PublishingFixture,
  WRITE_TOKEN,
} from '../publishing/__testUtils__/PublishingFixture';
import { phase, ScriptedExecutor, type Script } from './ScriptedExecutor';

/**
 * The plugin with a catalog of two projects, `developers` and `platform`, and a stand-in for GitHub with the one
 * repository of both.
 */
export class TestSystem {
  /** Scripts that its tasks can `run`: `good` makes a change that passes, `flaky` only the second time, `hang` never ends. */
  static async start(
    options: {
      features?: BackendFeature[];
      /** What a `run` of its tasks does, beside those two. */
      scripts?: Record<string, Script>;
      /** The section `backgroundTasks` of the configuration, as far as it differs. */
      config?: JsonObject;
    } = {},
  ): Promise<TestSystem> {
    const fixture = await PublishingFixture.create();
    const repository = await fixture.createRepository();
    const good = await goodRun(repository.clone);
    const executor: ScriptedExecutor = new ScriptedExecutor({
      good,
      flaky: start =>
        executor.started.filter(({ spec }) => spec.agent.script === 'flaky')
          .length > 1
          ? good(start)
          : [{ type: 'end', reason: 'failed', message: 'The disk is full' }],
      hang: () => ['hang'],
      ...options.scripts,
    });
    const backend = await startTestBackend({
      features: [
        backgroundTasksPlugin,
        withExecutor(executor),
        catalogServiceMock.factory({ entities: catalogOf(repository.url) }),
        mockServices.rootConfig.factory({
          data: configOf(fixture, options.config),
        }),
        ...(options.features ?? []),
      ],
    });
    return new TestSystem(backend, fixture, repository.url, executor);
  }

  private constructor(
    private readonly backend: Awaited<ReturnType<typeof startTestBackend>>,
    private readonly fixture: PublishingFixture,
    readonly repositoryUrl: string,
    readonly executor: ScriptedExecutor,
  ) {}

  /** The plugin's client, for a user of the catalog. */
  clientOf(user: string): BackgroundTasksClient {
    const baseUrl = `http://localhost:${this.backend.server.port()}/api/background-tasks`;
    const authorization = mockCredentials.user.header(`user:default/${user}`);
    return new BackgroundTasksClient({
      discoveryApi: { getBaseUrl: async () => baseUrl },
      fetchApi: {
        fetch: (url, init) =>
          fetch(url, { ...init, headers: { ...init?.headers, authorization } }),
      },
    });
  }

  async stop(): Promise<void> {
    await this.backend.stop();
    await this.fixture.close();
  }

  /** A call of the plugin by a user of the catalog: `developer`, `colleague`, `reader`, `lead`, who is in both projects, or `stranger`, who is in none. */
  async call(
    method: 'get' | 'post' | 'put' | 'delete',
    path: string,
    options: {
      user?: string;
      /** As JSON, if it is no text. */
      body?: object | string;
      headers?: Record<string, string>;
    } = {},
  ): Promise<request.Response> {
    const { user = 'developer', body, headers } = options;
    return request(this.backend.server)
      [method](`/api/background-tasks${path}`)
      .set('authorization', mockCredentials.user.header(`user:default/${user}`))
      .set(headers ?? {})
      .send(body);
  }

  async create(
    name: string,
    run: 'good' | 'flaky' | 'hang',
    headers?: Record<string, string>,
  ): Promise<void> {
    const { status, body } = await this.call(
      'post',
      '/projects/developers/background-tasks',
      {
        headers,
        body: {
          name,
          instructions: 'Greet the world',
          repository: { url: this.repositoryUrl },
          provider: 'script',
          run,
        },
      },
    );
    if (status !== 201) throw new Error(JSON.stringify(body));
  }

  async untilEnded(
    name: string,
    { project = 'developers', user }: { project?: string; user?: string } = {},
  ): Promise<BackgroundTask> {
    for (;;) {
      const { body } = await this.call(
        'get',
        `/projects/${project}/background-tasks/${name}`,
        { user },
      );
      if (isFinalStatus(body.status)) return body;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }
}

function withExecutor(executor: ScriptedExecutor): BackendFeature {
  return createBackendModule({
    pluginId: 'background-tasks',
    moduleId: 'scripted',
    register(env) {
      env.registerInit({
        deps: { extensions: backgroundTasksExtensionPoint },
        async init({ extensions }) {
          extensions.addExecutor(executor);
        },
      });
    },
  });
}

function configOf({ github }: PublishingFixture, differing?: JsonObject) {
  return {
    app: { baseUrl: 'http://portal.example' },
    backend: { baseUrl: 'http://portal.example' },
    integrations: {
      github: [
        { host: github.host, apiBaseUrl: github.apiUrl, token: WRITE_TOKEN },
      ],
    },
    backgroundTasks: {
      limits: { perUser: 1, perRepository: 1, perProject: 10 },
      ...differing,
    },
  };
}

async function goodRun(clone: string): Promise<Script> {
  await writeFile(join(clone, 'README.md'), 'Hello, world\n');
  const bundle = await buildBundle(clone);
  const data = gzipSync(JSON.stringify(bundle));
  const hash = createHash('sha256').update(data).digest('hex');
  return () => [
    ...phase('clone', [
      {
        type: 'outcome',
        outcome: 'ok',
        baseCommit: bundle.baseCommit,
        branch: 'main',
      },
    ]),
    ...phase('baseline', []),
    ...phase('agent', [
      { type: 'usage', inputTokens: 1_000, outputTokens: 200, costUsd: 0.5 },
    ]),
    ...phase('collect', [
      { type: 'changes', files: bundle.files },
      {
        type: 'bundle',
        hash,
        size: data.length,
        index: 0,
        count: 1,
        data: data.toString('base64'),
      },
    ]),
    ...phase('validate', [
      {
        type: 'validation',
        stage: 'gate',
        check: {
          kind: 'test',
          command: 'npm test',
          reason: 'a script of package.json',
          status: 'passed',
          exitCode: 0,
          durationMs: 5,
          output: '',
        },
      },
      { type: 'outcome', outcome: 'ok', verdict: 'passed', bundleHash: hash },
    ]),
    { type: 'end', reason: 'completed' },
  ];
}

function catalogOf(repositoryUrl: string): Entity[] {
  const group = 'group:default/developers';
  const entity = (
    kind: string,
    name: string,
    relations: Entity['relations'],
    annotations?: Record<string, string>,
  ): Entity => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default', annotations },
    relations,
  });
  const platform = 'group:default/platform';
  const memberOf = [{ type: 'memberOf', targetRef: group }];
  const source = {
    'backstage.io/source-location': `url:${repositoryUrl}/tree/main/`,
  };
  return [
    entity('Group', 'developers', []),
    entity('User', 'developer', memberOf),
    entity('User', 'colleague', memberOf),
    // Who may read the repository and not write to it, which is known of nobody else.
    entity('User', 'reader', memberOf, { 'github.com/user-login': 'reader' }),
    entity('User', 'stranger', []),
    entity(
      'Component',
      'sample',
      [{ type: 'ownedBy', targetRef: group }],
      source,
    ),
    entity('Component', 'malformed', [{ type: 'ownedBy', targetRef: group }], {
      ...source,
      'background-tasks/validation': '- [unclosed',
    }),
    // Another project on the same repository, and who is in both.
    entity('Group', 'platform', []),
    entity('User', 'lead', [
      ...memberOf,
      { type: 'memberOf', targetRef: platform },
    ]),
    entity(
      'Component',
      'shared',
      [{ type: 'ownedBy', targetRef: platform }],
      source,
    ),
  ];
}
