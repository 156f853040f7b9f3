import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { testDatabases } from '../__testUtils__/databases';
import { TestSystem } from '../__testUtils__/TestSystem';
import { openapiDocument } from '../schema/openapi.generated';

type Call = {
  /** The operation of the OpenAPI document. */
  id: string;
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  body?: object;
  /** Query parameters that are words. */
  words?: string[];
};

const project = '/projects/{project}';
const task = `${project}/background-tasks/{name}`;
const template = `${project}/task-templates/{template}`;
const newTask = {
  instructions: 'Greet the world',
  repository: { url: 'http://github.example/owner/name' },
  provider: 'script',
  run: 'hang',
};
const newTemplate = {
  name: 'greeting',
  displayName: 'Greeting',
  instructionsTemplate: 'Greet {{whom}}',
  parameters: [{ name: 'whom', type: 'string' }],
  runTemplate: 'hang',
  provider: 'script',
};
const filters = [
  'creator',
  'repository',
  'entityRef',
  'template',
  'provider',
  'outcome',
  'status',
  'from',
  'to',
  'q',
  'sort',
  'cursor',
  'limit',
];

const calls: Call[] = [
  { id: 'listProjects', method: 'get', path: '/projects' },
  { id: 'listProviders', method: 'get', path: '/providers' },
  {
    id: 'listAudit',
    method: 'get',
    path: '/audit',
    words: ['project', 'task', 'cursor', 'limit'],
  },
  {
    id: 'listTasks',
    method: 'get',
    path: '/background-tasks',
    words: ['project', 'scope', ...filters],
  },
  {
    id: 'countTasks',
    method: 'get',
    path: '/background-tasks/counts',
    words: [
      'project',
      'scope',
      ...filters.filter(
        word =>
          !['status', 'outcome', 'sort', 'cursor', 'limit'].includes(word),
      ),
    ],
  },
  {
    id: 'checkRepository',
    method: 'get',
    path: '/repositories/check?url=https://github.com/example/sample',
  },
  {
    id: 'checkEntity',
    method: 'get',
    path: '/entities/check?entityRef=component:default/sample',
  },
  {
    id: 'listTasksOfProject',
    method: 'get',
    path: `${project}/background-tasks`,
    words: filters,
  },
  {
    id: 'createTask',
    method: 'post',
    path: `${project}/background-tasks`,
    body: newTask,
  },
  { id: 'getTask', method: 'get', path: task },
  {
    id: 'followEvents',
    method: 'get',
    path: `${task}/events`,
    words: ['after', 'wait'],
  },
  {
    id: 'followTasks',
    method: 'get',
    path: '/events?task=developers/none@0',
    words: ['task'],
  },
  { id: 'getLog', method: 'get', path: `${task}/logs`, words: ['download'] },
  { id: 'getDiff', method: 'get', path: `${task}/diff`, words: ['download'] },
  { id: 'listTaskObjects', method: 'get', path: `${task}/objects` },
  { id: 'cancelTask', method: 'post', path: `${task}/cancel` },
  { id: 'retryTask', method: 'post', path: `${task}/retry` },
  {
    id: 'createTemplateFromTask',
    method: 'post',
    path: `${task}/template`,
    body: { name: 'made', displayName: 'Made of a task' },
  },
  {
    id: 'createTemplate',
    method: 'post',
    path: `${project}/task-templates`,
    body: newTemplate,
  },
  { id: 'getProjectSettings', method: 'get', path: `${project}/settings` },
  {
    id: 'getInsights',
    method: 'get',
    path: '/insights?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z',
    words: ['project'],
  },
  {
    id: 'listTemplates',
    method: 'get',
    path: '/task-templates',
    words: ['cursor', 'limit'],
  },
  {
    id: 'listTemplatesOfProject',
    method: 'get',
    path: `${project}/task-templates`,
    words: ['cursor', 'limit'],
  },
  { id: 'getTemplate', method: 'get', path: template },
  { id: 'updateTemplate', method: 'put', path: template, body: newTemplate },
  { id: 'deleteTemplate', method: 'delete', path: template },
];

/** Query parameters that may have any words: there is just nothing of that name. */
const anyWord = ['q', 'task', 'template', 'provider', 'creator'];

/** Calls that tell nothing of anybody, and the one that answers no user at all: tests of their own try them. */
const open = ['getOpenApi', 'getHealth', 'listSearchDocuments'];

const ofProject = calls.filter(({ path }) => path.startsWith(project));
const ofTask = calls.filter(({ path }) => path.startsWith(task));

const hostile: [string, string][] = [
  ['a NUL', 'a\0b'],
  ['a slow expression', `${'a'.repeat(60)}!(a+)+$`],
  ['10,000 characters', 'x'.repeat(10_000)],
  ['a path', '../../etc/passwd'],
  ['SQL', `' or 1=1 --`],
  ['what is not Latin', 'ж😀\u202e'],
];

const service = (subject: string) => ({
  authorization: mockCredentials.service.header({
    onBehalfOf: mockCredentials.service(subject),
    targetPluginId: 'background-tasks',
  }),
});
const onBehalfOf = (user: string) => ({
  'x-background-tasks-on-behalf-of': user,
});

const databases = testDatabases();

describe.each(databases.eachSupportedId())(
  'wrong callers on %s',
  databaseId => {
    let system: TestSystem;

    beforeAll(async () => {
      system = await TestSystem.start({
        features: [
          mockServices.database.factory({
            knex: await databases.init(databaseId),
          }),
        ],
        config: {
          limits: { perUser: 0, perRepository: 0, perProject: 0 },
          services: [
            { subject: 'plugin:scaffolder' },
            { subject: 'external:ci', projects: ['elsewhere'] },
          ],
        },
      });
      await system.create('mine', 'hang');
    }, 60_000);

    afterAll(async () => {
      await system?.stop();
    }, 60_000);

    /** The answer, once it is known to be none of an accident's. */
    async function send(
      call: Call,
      options: {
        params?: Record<string, string>;
        query?: string;
        body?: object | string;
        user?: string;
        headers?: Record<string, string>;
      } = {},
    ) {
      const params: Record<string, string> = {
        project: 'developers',
        name: 'mine',
        template: 'none',
        ...options.params,
      };
      const path = call.path.replace(/\{(\w+)\}/g, (_, key) =>
        encodeURIComponent(params[key] ?? ''),
      );
      const response = await system.call(
        call.method,
        options.query
          ? `${path}${path.includes('?') ? '&' : '?'}${options.query}`
          : path,
        {
          user: options.user,
          body: options.body ?? call.body,
          headers: { accept: 'application/json', ...options.headers },
        },
      );
      expect([call.id, response.status < 500]).toEqual([call.id, true]);
      if (response.status >= 400) {
        expect(response.body).toMatchObject({
          error: { name: expect.any(String), message: expect.any(String) },
          response: { statusCode: response.status },
        });
      }
      return response;
    }

    async function statuses(
      these: Call[],
      options: Parameters<typeof send>[1],
    ): Promise<Record<string, number>> {
      const found: Record<string, number> = {};
      for (const call of these) {
        found[call.id] = (await send(call, options)).status;
      }
      return found;
    }

    function all(these: Call[], status: number): Record<string, number> {
      return Object.fromEntries(these.map(({ id }) => [id, status]));
    }

    it('are tried against every call of the OpenAPI document', () => {
      const documented = [
        ...JSON.stringify(openapiDocument).matchAll(/"operationId":"(\w+)"/g),
      ].map(([, id]) => id);
      const known = [...calls.map(({ id }) => id), ...open];
      expect(documented.filter(id => !known.includes(id))).toEqual([]);
      expect(calls.filter(({ id }) => !documented.includes(id))).toEqual([]);
    });

    it('get no further without a token, or with that of a run', async () => {
      const headers = { authorization: mockCredentials.none.header() };
      expect(await statuses(calls, { headers })).toEqual(all(calls, 401));
      const [run] = await started();
      const token = run.secrets.clone?.gitToken;
      expect(token).toEqual(expect.any(String));
      const ofRun = { authorization: `Bearer ${token}` };
      expect(await statuses(calls, { headers: ofRun })).toEqual(
        all(calls, 401),
      );
    }, 60_000);

    it('see nothing of a project that they are no member of', async () => {
      const elsewhere = { params: { project: 'elsewhere' } };
      expect(await statuses(ofProject, elsewhere)).toEqual(all(ofProject, 403));
      const stranger = { user: 'stranger' };
      expect(await statuses(ofProject, stranger)).toEqual(all(ofProject, 403));
      const lists = calls.filter(({ words }) => words?.includes('project'));
      expect(await statuses(lists, { query: 'project=elsewhere' })).toEqual(
        all(lists, 403),
      );
      const pages = lists.filter(({ words }) => words?.includes('cursor'));
      for (const list of pages) {
        const { body } = await send(list, stranger);
        expect(body.items).toEqual([]);
      }
    }, 60_000);

    it('do not touch what others created', async () => {
      const colleague = { user: 'colleague' };
      const touching = ofTask.filter(({ id }) => /^(cancel|retry)/.test(id));
      expect(await statuses(touching, colleague)).toEqual(all(touching, 403));
      const [get] = ofTask;
      expect((await send(get, colleague)).body).toMatchObject({
        status: expect.stringMatching(/Pending|Creating|Running/),
        can: { cancel: false, retry: false },
      });
    }, 60_000);

    it('act for somebody else only as a service that may, and that says for whom', async () => {
      const unnamed = { headers: service('plugin:scaffolder') };
      expect(await statuses(calls, unnamed)).toEqual(all(calls, 400));
      const unknown = {
        headers: { ...unnamed.headers, ...onBehalfOf('user:default/nobody') },
      };
      expect(await statuses(calls, unknown)).toEqual(all(calls, 400));
      const developer = onBehalfOf('user:default/developer');
      const other = { headers: { ...service('plugin:other'), ...developer } };
      expect(await statuses(calls, other)).toEqual(all(calls, 403));
      const bounded = { headers: { ...service('external:ci'), ...developer } };
      expect(await statuses(ofProject, bounded)).toEqual(all(ofProject, 403));
      const asUser = { user: 'colleague', headers: developer };
      expect(await statuses(calls, asUser)).toEqual(all(calls, 403));
    }, 60_000);

    it.each(hostile)(
      'get a plain answer to %s',
      async (_, value) => {
        const refused = [400, 403, 404];
        for (const call of calls) {
          for (const [, key] of call.path.matchAll(/\{(\w+)\}/g)) {
            const { status } = await send(call, { params: { [key]: value } });
            expect([call.id, key, refused.includes(status)]).toEqual([
              call.id,
              key,
              true,
            ]);
          }
          for (const word of call.words ?? []) {
            const query = `${word}=${encodeURIComponent(value)}`;
            const { status } = await send(call, { query });
            const answers = anyWord.includes(word)
              ? [200, ...refused]
              : refused;
            expect([call.id, word, answers.includes(status)]).toEqual([
              call.id,
              word,
              true,
            ]);
          }
          for (const field of Object.keys(call.body ?? {})) {
            const body = { ...call.body, [field]: value };
            const { status } = await send(call, { body });
            expect([call.id, field, status < 500]).toEqual([
              call.id,
              field,
              true,
            ]);
          }
        }
      },
      120_000,
    );

    it('get a plain answer to times that never are, and to what is nested without end', async () => {
      const query = 'from=2026-13-41T00:00:00Z';
      const timed = calls.filter(({ words }) => words?.includes('from'));
      expect(await statuses(timed, { query })).toEqual(all(timed, 400));
      for (const call of calls) {
        const deep = await send(call, {
          body: `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
          headers: { 'content-type': 'application/json' },
        });
        expect([call.id, deep.status]).toEqual([call.id, 400]);
      }
      const { status, body } = await system.call(
        'get',
        '/insights?from=2026-13-41T00:00:00Z&to=2026-02-01T00:00:00Z',
      );
      expect([status, body.error.field]).toEqual([400, 'from']);
    }, 60_000);

    it.each(['nowhere', '-1', '1e3', '9999999999'])(
      'get a plain answer to the position %s',
      async position => {
        const headers = { 'last-event-id': position };
        const [follow] = calls.filter(({ id }) => id === 'followEvents');
        const { status, body } = await send(follow, { headers });
        expect([status, body.error.field]).toEqual([400, 'last-event-id']);
      },
    );

    it('get a plain answer to an address that is none', async () => {
      const { status } = await system.call(
        'get',
        '/projects/%E0%A4%A/background-tasks',
      );
      expect(status).toBe(400);
    });

    it('send no more than there is room for', async () => {
      const many = Object.fromEntries(
        Array.from({ length: 10_000 }, (_, index) => [`p${index}`, 'x']),
      );
      const query = Array.from({ length: 500 }, (_, i) => `p${i}=x`).join('&');
      for (const call of calls) {
        expect([call.id, (await send(call, { query })).status]).toEqual([
          call.id,
          400,
        ]);
        if (!call.body) continue;
        const longName = { ...call.body, name: 'x'.repeat(2 ** 20) };
        expect((await send(call, { body: longName })).status).toBe(413);
        const parameters = { ...call.body, parameters: many };
        expect((await send(call, { body: parameters })).status).toBe(400);
      }
    }, 60_000);

    it('carry no cursor from one query to another', async () => {
      await system.create('second', 'hang');
      await system.create('third', 'hang');
      const [create] = calls.filter(({ id }) => id === 'createTemplate');
      for (const name of ['one', 'another']) {
        await send(create, { body: { ...newTemplate, name } });
      }
      const lists = calls.filter(({ words }) => words?.includes('cursor'));
      const cursors = new Map<string, string>();
      for (const list of lists) {
        const { body } = await send(list, { query: 'limit=1' });
        cursors.set(list.id, body.nextCursor);
        const next = await send(list, {
          query: `limit=1&cursor=${body.nextCursor}`,
        });
        expect([list.id, next.status]).toEqual([list.id, 200]);
        const forgedCursor = Buffer.from(
          JSON.stringify([
            JSON.parse(Buffer.from(body.nextCursor, 'base64url').toString())[0],
            'forged\0',
            '',
          ]),
        ).toString('base64url');
        const forged = await send(list, {
          query: `limit=1&cursor=${forgedCursor}`,
        });
        expect([list.id, forged.status]).toEqual([list.id, 400]);
      }
      for (const list of lists) {
        const foreign = [...cursors].filter(([from]) => from !== list.id);
        for (const [from, cursor] of foreign) {
          const { status } = await send(list, { query: `cursor=${cursor}` });
          expect([from, list.id, status]).toEqual([from, list.id, 400]);
        }
      }
      const tasks = calls.filter(({ id }) => id === 'listTasks');
      for (const list of tasks) {
        const cursor = cursors.get(list.id);
        for (const other of ['sort=name', 'status=Failed', 'q=greet']) {
          const { status } = await send(list, {
            query: `${other}&cursor=${cursor}`,
          });
          expect([other, status]).toEqual([other, 400]);
        }
      }
    }, 60_000);

    it('do not replay the key of one task for another', async () => {
      const [create] = calls.filter(({ id }) => id === 'createTask');
      const headers = { 'idempotency-key': 'once' };
      const body = {
        ...newTask,
        name: 'once',
        repository: { url: system.repositoryUrl },
      };
      const first = await send(create, { headers, body });
      expect(first.status).toBe(201);
      const again = await send(create, { headers, body });
      expect(again.body).toEqual(first.body);
      const other = await send(create, {
        headers,
        body: { ...body, name: 'other' },
      });
      expect([other.status, other.body.error.code]).toEqual([
        409,
        'idempotencyKeyReused',
      ]);
      const history = await system.call(
        'get',
        '/audit?project=developers&task=once',
      );
      expect(
        history.body.items.map(({ action }: { action: string }) => action),
      ).toEqual(['task-create-replay', 'task-create']);
    }, 60_000);

    async function started() {
      while (system.executor.started.length === 0) {
        await new Promise(resolve => setTimeout(resolve, 20));
      }
      return system.executor.started;
    }
  },
);
