import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { JsonObject } from '@backstage/types';
import type {
  BackgroundTaskEvent,
  CheckResult,
  RunnerEventBody,
} from '@background-tasks/plugin-background-tasks-common';
import { backgroundTasksExtensionPoint } from '@background-tasks/plugin-background-tasks-node';
import request from 'supertest';
import {
  phase,
  ScriptedExecutor,
  type Script,
} from './__testUtils__/ScriptedExecutor';
import { testDatabases } from './__testUtils__/databases';
import { backgroundTasksPlugin } from './plugin';
import { buildBundle } from './publishing/__testUtils__/buildBundle';
import {
  PublishingFixture,
  WRITE_TOKEN,
} from './publishing/__testUtils__/PublishingFixture';

jest.setTimeout(60_000);

const passed = (kind: CheckResult['kind'], command: string): CheckResult => ({
  kind,
  command,
  reason: 'a script of package.json',
  status: 'passed',
  exitCode: 0,
  durationMs: 5,
  output: '',
});

const user = (name: string) =>
  mockCredentials.user.header(`user:default/${name}`);

const databases = testDatabases();
const databaseIds = databases.eachSupportedId();

describe.each(databaseIds)('the plugin on %s', databaseId => {
  let fixture: PublishingFixture;
  let repository: { name: string; url: string; clone: string };
  let server: Awaited<ReturnType<typeof startTestBackend>>['server'];
  let stop: () => Promise<void>;
  let executor: ScriptedExecutor;

  const tasks = '/api/background-tasks/projects/developers/background-tasks';

  beforeAll(async () => {
    fixture = await PublishingFixture.create();
  });

  afterAll(async () => {
    await fixture.close();
  });

  beforeEach(async () => {
    repository = await fixture.createRepository();
  });

  afterEach(async () => {
    await stop();
  });

  /** A run that changes one file, passes its checks, and hands over the bundle of it. */
  async function goodRun(
    change: { bundleHash?: string; verdict?: 'passed' | 'none' } = {},
  ): Promise<Script> {
    await writeFile(join(repository.clone, 'README.md'), 'Hello, world\n');
    const bundle = await buildBundle(repository.clone);
    const data = gzipSync(JSON.stringify(bundle));
    const hash = createHash('sha256').update(data).digest('hex');
    const verdict = change.verdict ?? 'passed';
    const gate: RunnerEventBody[] = [
      { type: 'progress', progress: 60, check: 'lint' },
      {
        type: 'validation',
        stage: 'gate',
        check: passed('lint', 'npm run lint'),
      },
      { type: 'progress', progress: 70, check: 'test' },
      {
        type: 'validation',
        stage: 'gate',
        check: passed('test', 'npm test'),
      },
      { type: 'log', stream: 'system', text: 'All checks passed' },
      {
        type: 'outcome',
        outcome: 'ok',
        verdict,
        bundleHash: change.bundleHash ?? hash,
      },
    ];
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
        { type: 'log', stream: 'stdout', text: `my token is ${WRITE_TOKEN}` },
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
      ...phase('validate', gate),
      { type: 'end', reason: 'completed' },
    ];
  }

  async function start(
    scripts: Record<string, Script> = {},
    options: { config?: JsonObject; deny?: boolean } = {},
  ): Promise<void> {
    executor = new ScriptedExecutor({ hang: () => ['hang'], ...scripts });
    const backend = await startTestBackend({
      features: [
        backgroundTasksPlugin,
        createBackendModule({
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
        }),
        catalogServiceMock.factory({
          entities: catalogOf(repository.url),
        }),
        mockServices.database.factory({
          knex: await databases.init(databaseId),
        }),
        mockServices.permissions.factory({
          result: options.deny ? AuthorizeResult.DENY : AuthorizeResult.ALLOW,
        }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://portal.example' },
            backend: { baseUrl: 'http://portal.example' },
            integrations: {
              github: [
                {
                  host: fixture.github.host,
                  apiBaseUrl: fixture.github.apiUrl,
                  token: WRITE_TOKEN,
                },
              ],
            },
            backgroundTasks: {
              limits: { perUser: 1, perRepository: 1, perProject: 10 },
              ...options.config,
            },
          },
        }),
      ],
    });
    server = backend.server;
    stop = () => backend.stop();
  }

  function create(body: object, name = 'developer') {
    return request(server)
      .post(tasks)
      .set('authorization', user(name))
      .send({
        instructions: 'Greet the world',
        repository: { url: repository.url },
        provider: 'script',
        run: 'hang',
        ...body,
      });
  }

  async function get(name: string) {
    const { body } = await request(server)
      .get(`${tasks}/${name}`)
      .set('authorization', user('developer'));
    return body;
  }

  async function untilEnded(name: string) {
    for (;;) {
      const task = await get(name);
      if (task.completedAt) return task;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  async function events(name: string, after = 0) {
    const { text } = await request(server)
      .get(`${tasks}/${name}/events?after=${after}`)
      .set('authorization', user('developer'));
    const data = [...text.matchAll(/^id: (\d+)\nevent: .*\ndata: (.*)$/gm)];
    return {
      ids: data.map(([, id]) => Number(id)),
      events: data.map(([, , json]): BackgroundTaskEvent => JSON.parse(json)),
      ended: text.endsWith('event: end\ndata: {}\n\n'),
    };
  }

  it('carries a task from words to a pull request', async () => {
    await start({ good: await goodRun() });
    const created = await create({ name: 'greet', run: 'good' });
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      name: 'greet',
      uid: expect.any(String),
      status: 'Pending',
      createdAt: expect.any(String),
    });

    const task = await untilEnded('greet');
    expect(task).toMatchObject({
      status: 'Completed',
      outcome: 'pullRequest',
      error: null,
      progress: 100,
      currentPhase: 'Pull request created',
      creator: 'user:default/developer',
      branch: 'main',
      prUrl: `${repository.url}/pull/1`,
      createdAt: created.body.createdAt,
      changedFiles: [{ path: 'README.md', status: 'modified' }],
      validation: {
        verdict: 'passed',
        gate: [{ command: 'npm run lint' }, { command: 'npm test' }],
      },
      isolation: ['Nothing runs at all.'],
      can: { cancel: false, retry: false },
    });
    expect(task.logs).toContain('All checks passed');
    expect(task.logs).not.toContain(WRITE_TOKEN);

    const stream = await events('greet');
    expect(stream.ended).toBe(true);
    expect(stream.ids).toEqual(stream.ids.map((_, index) => index + 1));
    const phases = stream.events.flatMap(event =>
      event.type === 'status' ? [event.currentPhase] : [],
    );
    expect(phases.filter((words, i) => words !== phases[i - 1])).toEqual([
      'Initializing workspace',
      'Cloning repository',
      'Running baseline checks',
      'Generating changes',
      'Collecting changes',
      'Running linters',
      'Running tests',
      'Creating pull request',
      'Pull request created',
    ]);
    const progress = stream.events.flatMap(event =>
      event.type === 'status' ? [event.progress] : [],
    );
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect((await events('greet', 5)).ids[0]).toBe(6);

    const log = await request(server)
      .get(`${tasks}/greet/logs`)
      .set('authorization', user('developer'));
    expect(log.headers['content-type']).toMatch('text/plain');
    expect(log.text).toContain('my token is ***\n');
    expect(executor.cleaned).toHaveLength(1);
  });

  it.each([
    [
      'a bundle that is not the one that passed',
      { bundleHash: '0'.repeat(64) },
      /not the one that the checks passed on/,
    ],
  ])('publishes nothing of %s', async (_, change, words) => {
    await start({ forged: await goodRun(change) });
    await create({ name: 'forged', run: 'forged' });
    const task = await untilEnded('forged');
    expect(task).toMatchObject({
      status: 'Failed',
      outcome: 'infrastructure',
      prUrl: null,
      error: expect.stringMatching(words),
    });
    expect(fixture.writes(repository.name)).toBe(0);
  });

  it('publishes nothing that did not come to the gate', async () => {
    const whole = await goodRun();
    await start({
      early: run => [
        ...whole(run).filter(
          update =>
            update !== 'hang' &&
            !(update.type === 'event' && update.event.phase === 'validate') &&
            !('phase' in update && update.phase === 'validate'),
        ),
      ],
    });
    await create({ name: 'early', run: 'early' });
    expect(await untilEnded('early')).toMatchObject({
      status: 'Failed',
      outcome: 'infrastructure',
      error: expect.stringContaining('before the gate'),
    });
    expect(fixture.writes(repository.name)).toBe(0);
  });

  it('tells why a check failed, and retries on demand', async () => {
    await start({
      bad: () => [
        ...phase('clone', []),
        ...phase('validate', [
          {
            type: 'outcome',
            outcome: 'validationFailed',
            verdict: 'failed',
            error: 'Linting failed: no-undef',
          },
        ]),
        { type: 'end', reason: 'completed' },
      ],
    });
    await create({ name: 'bad', run: 'bad' });
    const failed = await untilEnded('bad');
    expect(failed).toMatchObject({
      status: 'Failed',
      outcome: 'validationFailed',
      error: 'Linting failed: no-undef',
      prUrl: null,
      can: { cancel: false, retry: true },
    });

    const retry = (name: string) =>
      request(server)
        .post(`${tasks}/${name}/retry`)
        .set('authorization', user('developer'));
    const first = await retry('bad');
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      name: 'bad-retry-1',
      status: 'Pending',
      retryCount: 1,
    });
    expect((await untilEnded('bad-retry-1')).retryOf).toBe('bad');
    expect((await retry('bad-retry-1')).body).toMatchObject({
      name: 'bad-retry-2',
      retryCount: 2,
    });
    await untilEnded('bad-retry-2');
    expect(await get('bad')).toMatchObject({
      status: 'Failed',
      retriedBy: 'bad-retry-1',
    });
  });

  it('starts a run again that was lost before its agent, and no other', async () => {
    let starts = 0;
    const lost = {
      type: 'end',
      reason: 'lost',
      message: 'It is gone',
    } as const;
    await start({
      early: () => {
        starts += 1;
        return starts === 1
          ? [...phase('clone', []), lost]
          : [
              ...phase('clone', []),
              ...phase('agent', [], 'noChanges'),
              { type: 'end', reason: 'completed' },
            ];
      },
      late: () => [...phase('clone', []), ...phase('agent', []), lost],
    });
    await create({ name: 'early', run: 'early' });
    expect(await untilEnded('early')).toMatchObject({
      status: 'Completed',
      outcome: 'noChanges',
      prUrl: null,
    });
    expect(starts).toBe(2);
    const stream = await events('early');
    expect(
      stream.events.flatMap(event =>
        event.type === 'status' ? [event.attempt] : [],
      ),
    ).toContain(2);

    await create({ name: 'late', run: 'late' });
    expect(await untilEnded('late')).toMatchObject({
      status: 'Failed',
      outcome: 'infrastructure',
      error: expect.stringContaining('It is gone'),
    });
    expect(
      executor.started.filter(({ spec }) => spec.task.name === 'late'),
    ).toHaveLength(1);
  });

  it('cancels a task that runs, once', async () => {
    await start();
    await create({ name: 'long' });
    const cancel = () =>
      request(server)
        .post(`${tasks}/long/cancel`)
        .set('authorization', user('developer'));
    const first = await cancel();
    expect(first.status).toBe(200);
    expect(first.body).toEqual({ status: 'Stopped' });
    expect(await get('long')).toMatchObject({
      status: 'Stopped',
      outcome: 'cancelled',
      prUrl: null,
    });
    const second = await cancel();
    expect(second.status).toBe(400);
    expect(second.body.error).toMatchObject({
      code: 'notRunning',
      message: expect.stringContaining('Task not in running state'),
    });
    expect((await create({ name: 'next' })).status).toBe(201);
  });

  it('ends a task at its deadline', async () => {
    await start({}, { config: { timeout: { seconds: 1 } } });
    await create({ name: 'slow' });
    expect(await untilEnded('slow')).toMatchObject({
      status: 'Timeout',
      outcome: 'deadlineExceeded',
      error: 'Task exceeded 1 second deadline',
      timeoutSeconds: 1,
    });
  });

  it('ends a task at its deadline also where the runner is the first to say so', async () => {
    await start({
      hang: ({ spec }) => [
        ...phase('agent', [], 'agentFailed').map(update =>
          update.type === 'event'
            ? { ...update, event: { ...update.event, time: spec.deadline } }
            : update,
        ),
        { type: 'end', reason: 'completed' },
      ],
    });
    await create({ name: 'late' });
    expect(await untilEnded('late')).toMatchObject({
      status: 'Timeout',
      outcome: 'deadlineExceeded',
      error: 'Task exceeded 1 hour deadline',
    });
  });

  it('says who is in the way when a limit is reached', async () => {
    await start();
    await create({ name: 'first' });
    const second = await create({ name: 'second' });
    expect(second.status).toBe(409);
    expect(second.body.error).toMatchObject({
      code: 'concurrentTaskLimit',
      message:
        'Concurrent task limit reached: You already have 1 running background task. Wait for it to complete or cancel it.',
    });
    const colleague = await create({ name: 'third' }, 'colleague');
    expect(colleague.status).toBe(409);
    expect(colleague.body.error).toMatchObject({
      code: 'repositoryBusy',
      message: expect.stringContaining("task 'first' of project 'developers'"),
    });
    const taken = await create({ name: 'first' }, 'colleague');
    expect(taken.body.error).toMatchObject({
      code: 'nameTaken',
      field: 'name',
    });
  });

  it('ends a task whose repository cannot be seen with what to check', async () => {
    const url = `http://${fixture.github.host}/example/missing`;
    await start(
      {},
      {
        config: {
          projects: [
            {
              name: 'developers',
              members: ['user:default/developer'],
              repositories: [`http://${fixture.github.host}/example/*`],
            },
          ],
        },
      },
    );
    await create({ name: 'missing', repository: { url } });
    expect(await untilEnded('missing')).toMatchObject({
      status: 'Failed',
      outcome: 'accessDenied',
      error: expect.stringContaining('missing'),
    });
    expect(executor.started).toEqual([]);
  });

  it('lists what the caller may see, by filters in any case', async () => {
    await start();
    await create({ name: 'one' });
    while (executor.started.length === 0) {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    await request(server)
      .post(`${tasks}/one/cancel`)
      .set('authorization', user('developer'));
    const list = (query: string, name = 'developer', path = tasks) =>
      request(server).get(`${path}?${query}`).set('authorization', user(name));
    expect((await list('status=stopped')).body).toEqual({
      total: 1,
      totalIsExact: true,
      nextCursor: null,
      items: [
        {
          project: 'developers',
          name: 'one',
          uid: expect.any(String),
          status: 'Stopped',
          outcome: 'cancelled',
          progress: expect.any(Number),
          currentPhase: expect.any(String),
          creator: 'user:default/developer',
          repository: repository.url,
          entityRef: null,
          provider: 'script',
          templateId: null,
          trigger: { kind: 'api' },
          retryCount: 0,
          createdAt: expect.any(String),
          startedAt: expect.any(String),
          completedAt: expect.any(String),
          prUrl: null,
          can: { cancel: false, retry: true },
        },
      ],
    });
    expect((await list('status=FAILED&status=running')).body.total).toBe(0);
    expect((await list('creator=user:colleague')).body.total).toBe(0);
    expect((await list(`repository=${repository.url}.git`)).body.total).toBe(1);
    const everywhere = '/api/background-tasks/background-tasks';
    expect((await list('', 'developer', everywhere)).body.total).toBe(1);
    expect((await list('', 'stranger', everywhere)).body.total).toBe(0);
    expect((await list('status=odd')).body.error).toMatchObject({
      code: 'invalidField',
      message: expect.stringContaining("'odd' must be one of Pending"),
    });
  });

  it('tells strangers nothing', async () => {
    await start();
    await create({ name: 'one' });
    const as = (name: string, path: string) =>
      request(server).get(path).set('authorization', user(name));
    expect((await as('stranger', `${tasks}/one`)).status).toBe(403);
    expect((await as('stranger', `${tasks}/none`)).status).toBe(403);
    expect((await as('developer', `${tasks}/none`)).status).toBe(404);
    expect((await as('stranger', `${tasks}/one/events`)).status).toBe(403);
    expect((await create({}, 'stranger')).body.error).toMatchObject({
      code: 'notProjectMember',
    });
    const anonymous = await request(server)
      .get(`${tasks}/one`)
      .set('authorization', mockCredentials.none.header());
    expect(anonymous.status).toBe(401);
    const projects = await as('developer', '/api/background-tasks/projects');
    expect(projects.body.items).toEqual([
      {
        name: 'developers',
        title: 'developers',
        namespace: expect.stringMatching(
          /^background-tasks-developers-[0-9a-f]{6}$/,
        ),
        limits: { perUser: 1, perRepository: 1, perProject: 10 },
        running: 1,
        pending: 0,
        may: { create: true, manageTemplates: true },
      },
    ]);
  });

  it('does what the permission policy says', async () => {
    await start({}, { deny: true });
    const denied = await create({});
    expect(denied.status).toBe(403);
    expect(denied.body.error.message).toContain('backgroundTask.create');
  });

  it('refuses a repository that the project does not own', async () => {
    await start();
    const other = await fixture.createRepository();
    const refused = await create({ repository: { url: other.url } });
    expect(refused.status).toBe(403);
    expect(refused.body.error.code).toBe('repositoryNotAllowed');
  });

  it('takes a catalog entity for its repository', async () => {
    await start();
    const created = await create({
      repository: undefined,
      entityRef: 'component:sample',
      name: 'by-entity',
    });
    expect(created.status).toBe(201);
    expect(await get('by-entity')).toMatchObject({
      repository: repository.url,
      entityRef: 'component:default/sample',
    });
  });

  it('refuses what makes no sense, and names field, value and remedy', async () => {
    await start();
    const url = 'https://github.example/owner/name';
    const senseless: [string, object, string, string][] = [
      [
        'an invalid name',
        { name: 'Not_Valid' },
        'name',
        "'Not_Valid' must be 1 to 40",
      ],
      [
        'a long name',
        { name: 'a'.repeat(41) },
        'name',
        'more than 40 characters',
      ],
      ['a number as name', { name: 5 }, 'name', "'5' must be string"],
      [
        'no instructions',
        { instructions: undefined },
        'instructions',
        'missing',
      ],
      ['empty instructions', { instructions: ' ' }, 'instructions', 'empty'],
      ['a NUL', { instructions: 'a\0b' }, 'instructions', 'NUL'],
      [
        'no address',
        { repository: { url: 'x' } },
        'repository.url',
        "'x' must",
      ],
      [
        'an address with a password',
        { repository: { url: 'https://a:b@github.example/owner/name' } },
        'repository.url',
        'must be the address',
      ],
      [
        'an unknown host',
        { repository: { url } },
        'repository.url',
        'no integration is configured',
      ],
      [
        'an option as branch',
        { repository: { url, branch: '--upload-pack=x' } },
        'repository.branch',
        'is not a name that git allows',
      ],
      [
        'a branch with ..',
        { repository: { url, branch: 'a..b' } },
        'repository.branch',
        'is not a name that git allows',
      ],
      ['both', { entityRef: 'component:x' }, 'entityRef', 'exactly one'],
      ['neither', { repository: undefined }, 'repository', 'exactly one'],
      [
        'an unknown entity',
        { repository: undefined, entityRef: 'component:nope' },
        'entityRef',
        'no entity',
      ],
      ['a long time', { timeoutSeconds: 3601 }, 'timeoutSeconds', '<= 3600'],
      ['no script', { run: undefined }, 'run', 'needs a script'],
      [
        'an unknown provider',
        { provider: 'nope' },
        'provider',
        "use one of 'script'",
      ],
      ['an unknown field', { colour: 'red' }, 'body', 'colour'],
    ];
    for (const [what, body, field, words] of senseless) {
      const { status, body: said } = await create(body);
      expect({ what, status, ...said.error }).toMatchObject({
        what,
        status: 400,
        field,
        message: expect.stringContaining(`Invalid '${field}': `),
      });
      expect(said.error.message).toContain(words);
    }
    expect(executor.started).toEqual([]);
  });

  it('refuses a body that is no JSON, and one that is too large', async () => {
    await start();
    const send = (body: string) =>
      request(server)
        .post(tasks)
        .set('authorization', user('developer'))
        .set('content-type', 'application/json')
        .send(body);
    expect((await send('{')).status).toBe(400);
    expect((await send('[]')).status).toBe(400);
    expect((await send(JSON.stringify('x'.repeat(2 ** 20)))).status).toBe(413);
  });
});

/** A group of two, the sample component that it owns, and somebody who is not in it. */
function catalogOf(repositoryUrl: string): Entity[] {
  const group = 'group:default/developers';
  const apiVersion = 'backstage.io/v1alpha1';
  const member = (name: string): Entity => ({
    apiVersion,
    kind: 'User',
    metadata: { name, namespace: 'default' },
    relations: [{ type: 'memberOf', targetRef: group }],
  });
  return [
    {
      apiVersion,
      kind: 'Group',
      metadata: { name: 'developers', namespace: 'default' },
      relations: [],
    },
    member('developer'),
    member('colleague'),
    {
      apiVersion,
      kind: 'User',
      metadata: { name: 'stranger', namespace: 'default' },
      relations: [],
    },
    {
      apiVersion,
      kind: 'Component',
      metadata: {
        name: 'sample',
        namespace: 'default',
        annotations: {
          'backstage.io/source-location': `url:${repositoryUrl}/tree/main/`,
        },
      },
      relations: [{ type: 'ownedBy', targetRef: group }],
    },
  ];
}
