import {
  createServiceFactory,
  coreServices,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  backgroundTaskCancelPermission,
  backgroundTaskReadPermission,
  backgroundTaskTemplateReadPermission,
  type AuditEntry,
  type BackgroundTaskSummary,
  type TaskTemplate,
} from '@background-tasks/plugin-background-tasks-common';
import {
  backgroundTaskConditions as conditions,
  backgroundTaskTemplateConditions as ofTemplates,
  createBackgroundTaskConditionalDecision as decide,
  createBackgroundTaskTemplateConditionalDecision as decideTemplate,
} from '@background-tasks/plugin-background-tasks-node';
import { testDatabases } from '../__testUtils__/databases';
import { TestSystem } from '../__testUtils__/TestSystem';

const { ALLOW, DENY } = AuthorizeResult;
const tasks = '/projects/developers/background-tasks';
const templates = '/projects/developers/task-templates';
const user = (name: string) => `user:default/${name}`;
const group = 'group:default/developers';

const template = (name: string) => ({
  name,
  displayName: name,
  instructionsTemplate: 'Greet the world',
  provider: 'script',
  runTemplate: 'hang',
});

const databases = testDatabases();

describe.each(databases.eachSupportedId())('who may what on %s', databaseId => {
  /** The permission policy: by the name of the permission; what is not here is allowed. */
  let policy: Record<string, PolicyDecision> = {};
  let asked = 0;
  let system: TestSystem;

  const answer = async (requests: { permission: { name: string } }[]) => {
    asked += 1;
    return requests.map(
      ({ permission }) => policy[permission.name] ?? { result: ALLOW },
    );
  };

  beforeAll(async () => {
    system = await TestSystem.start({
      config: {
        limits: { perUser: 0, perRepository: 0, perProject: 0 },
        services: [{ subject: 'plugin:scaffolder' }],
      },
      features: [
        mockServices.database.factory({
          knex: await databases.init(databaseId),
        }),
        createServiceFactory({
          service: coreServices.permissions,
          deps: {},
          factory: () => ({
            authorize: async requests =>
              (
                await answer(requests)
              ).map(({ result }) => ({
                result: result === ALLOW ? ALLOW : DENY,
              })),
            authorizeConditional: answer,
          }),
        }),
      ],
    });
    await system.create('plain', 'hang');
    const entity = await system.call('post', tasks, {
      body: {
        name: 'owned',
        instructions: 'Greet',
        entityRef: 'component:sample',
        run: 'hang',
      },
    });
    if (entity.status !== 201) throw new Error(entity.text);
    for (const [name, creator] of [
      ['greet', 'developer'],
      ['wave', 'colleague'],
    ]) {
      const made = await system.call('post', templates, {
        user: creator,
        body: template(name),
      });
      if (made.status !== 201) throw new Error(made.text);
    }
  }, 60_000);

  afterAll(async () => {
    await system?.stop();
  }, 60_000);

  beforeEach(() => {
    policy = {};
  });

  async function names(name: string, query = ''): Promise<string[]> {
    const { body } = await system.call('get', `${tasks}?sort=name${query}`, {
      user: name,
    });
    return body.items.map((task: BackgroundTaskSummary) => task.name);
  }

  async function status(
    method: 'get' | 'post',
    path: string,
    name: string,
  ): Promise<number> {
    const { status: found } = await system.call(method, `${tasks}/${path}`, {
      user: name,
    });
    return found;
  }

  async function can(task: string, name: string) {
    const { body } = await system.call('get', `${tasks}/${task}`, {
      user: name,
    });
    return body.can;
  }

  it('lets members read, and only the creator and owners cancel and retry', async () => {
    expect(await names('colleague')).toEqual(['owned', 'plain']);
    expect(await can('plain', 'developer')).toMatchObject({ cancel: true });
    expect(await can('plain', 'colleague')).toMatchObject({ cancel: false });
    expect(await can('owned', 'colleague')).toMatchObject({ cancel: true });
    const refused = await system.call('post', `${tasks}/plain/cancel`, {
      user: 'colleague',
    });
    expect(refused.status).toBe(403);
    expect(refused.body.error).toMatchObject({
      code: 'notAllowed',
      message: expect.stringContaining('user:default/developer, who created'),
    });
  });

  it('asks the permission policy once per call', async () => {
    const ofTasks = ['', '/plain', '/plain/logs', '?status=Running'];
    for (const path of [
      ...ofTasks.map(end => `${tasks}${end}`),
      templates,
      `${templates}/greet`,
    ]) {
      asked = 0;
      await system.call('get', path);
      expect([path, asked]).toEqual([path, 1]);
    }
  });

  it('tells of each task in a list what the caller may do with it', async () => {
    const canOf = async (name: string) => {
      const { body } = await system.call('get', `${tasks}?sort=name`, {
        user: name,
      });
      return body.items.map((task: BackgroundTaskSummary) => task.can);
    };
    const yes = { cancel: true, retry: false };
    const no = { cancel: false, retry: false };
    expect(await canOf('developer')).toEqual([yes, yes]);
    expect(await canOf('colleague')).toEqual([yes, no]);
    policy['backgroundTask.cancel'] = decide(backgroundTaskCancelPermission, {
      not: conditions.isEntityOwner({ claims: [group] }),
    });
    expect(await canOf('colleague')).toEqual([no, yes]);
    policy['backgroundTask.cancel'] = { result: DENY };
    expect(await canOf('developer')).toEqual([no, no]);
  });

  it('shows only the templates that the policy lets somebody read, and lets them use no other', async () => {
    const namesOf = async (path: string) => {
      const { body } = await system.call('get', path, { user: 'colleague' });
      return body.items.map(({ name }: TaskTemplate) => name);
    };
    const one = (name: string, method: 'get' | 'put' | 'delete' = 'get') =>
      system.call(method, `${templates}/${name}`, {
        user: 'colleague',
        ...(method === 'put' && { body: template(name) }),
      });
    const cases: [Parameters<typeof decideTemplate>[1], string[]][] = [
      [ofTemplates.isProjectMember({ claims: [group] }), ['greet', 'wave']],
      [{ not: ofTemplates.isProjectMember({ claims: [group] }) }, []],
      [
        ofTemplates.isCreator({ userEntityRefs: [user('colleague')] }),
        ['wave'],
      ],
      [
        {
          allOf: [
            ofTemplates.isProjectMember({ claims: [group] }),
            {
              not: ofTemplates.isCreator({
                userEntityRefs: [user('colleague')],
              }),
            },
          ],
        },
        ['greet'],
      ],
    ];
    for (const [condition, visible] of cases) {
      policy['backgroundTask.template.read'] = decideTemplate(
        backgroundTaskTemplateReadPermission,
        condition,
      );
      expect(await namesOf(templates)).toEqual(visible);
      expect(await namesOf('/task-templates')).toEqual(visible);
      for (const name of ['greet', 'wave']) {
        const { status: found } = await one(name);
        expect(found).toBe(visible.includes(name) ? 200 : 404);
      }
    }

    // Of what is left, 'greet' alone: the other is as good as not there, whatever is done with it.
    for (const method of ['put', 'delete'] as const) {
      expect((await one('wave', method)).status).toBe(404);
    }
    const used = await system.call('post', tasks, {
      user: 'colleague',
      body: {
        repository: { url: system.repositoryUrl },
        templateId: 'wave',
      },
    });
    expect([used.status, used.body.error.code]).toEqual([
      400,
      'templateNotFound',
    ]);

    policy['backgroundTask.template.read'] = { result: DENY };
    expect(await namesOf(templates)).toEqual([]);
    const refused = await one('greet');
    expect([refused.status, refused.body.error.message]).toEqual([
      403,
      expect.stringContaining("'backgroundTask.template.read'"),
    ]);
    policy = {};
    expect(await namesOf(templates)).toEqual(['greet', 'wave']);
  });

  it('shows nothing of tasks that the policy hides', async () => {
    policy['backgroundTask.read'] = decide(
      backgroundTaskReadPermission,
      conditions.isCreator({ userEntityRefs: [user('colleague')] }),
    );
    expect(await names('colleague')).toEqual([]);
    const list = await system.call('get', tasks, { user: 'colleague' });
    expect(list.body).toMatchObject({ total: 0, totalIsExact: true });
    for (const path of ['plain', 'plain/events', 'plain/logs', 'plain/diff']) {
      expect([path, await status('get', path, 'colleague')]).toEqual([
        path,
        404,
      ]);
    }
    for (const path of ['plain/cancel', 'plain/retry']) {
      expect([path, await status('post', path, 'colleague')]).toEqual([
        path,
        404,
      ]);
    }
    for (const [name, told] of [
      ['colleague', false],
      ['developer', true],
    ] as const) {
      policy['backgroundTask.read'] = decide(
        backgroundTaskReadPermission,
        conditions.isCreator({ userEntityRefs: [user(name)] }),
      );
      const { body } = await system.call('get', '/audit', { user: name });
      const of = body.items.map(({ task }: AuditEntry) => task);
      expect([name, of.includes('plain')]).toEqual([name, told]);
    }
  });

  it('lets nobody have a repository changed that they may not write to themselves', async () => {
    const refused = await system.call('post', tasks, {
      user: 'reader',
      body: {
        name: 'not-mine',
        instructions: 'Greet',
        entityRef: 'component:sample',
        run: 'hang',
      },
    });
    expect(refused.status).toBe(403);
    expect(refused.body.error).toMatchObject({
      code: 'repositoryNotAllowed',
      message: expect.stringContaining("You ('reader') may not write to"),
    });
    expect(await names('developer')).not.toContain('not-mine');
  });

  it('filters lists by the same rules as it decides on single tasks', async () => {
    const { isCreator, isEntityOwner, isProjectMember } = conditions;
    const developer = isCreator({ userEntityRefs: [user('developer')] });
    const owner = isEntityOwner({ claims: [group] });
    const member = isProjectMember({ claims: [group] });
    const nobody = isProjectMember({ claims: ['group:default/others'] });
    const cases: [Parameters<typeof decide>[1], string[]][] = [
      [developer, ['owned', 'plain']],
      [{ not: developer }, []],
      [owner, ['owned']],
      [{ not: owner }, ['plain']],
      [member, ['owned', 'plain']],
      [nobody, []],
      [{ anyOf: [owner, nobody] }, ['owned']],
      [{ anyOf: [nobody, { not: owner }] }, ['plain']],
      [{ allOf: [developer, { not: owner }] }, ['plain']],
      [{ allOf: [{ anyOf: [owner, nobody] }, { not: member }] }, []],
    ];
    for (const [condition, visible] of cases) {
      policy['backgroundTask.read'] = decide(
        backgroundTaskReadPermission,
        condition,
      );
      expect(await names('colleague')).toEqual(visible);
      for (const name of ['owned', 'plain']) {
        expect(await status('get', name, 'colleague')).toBe(
          visible.includes(name) ? 200 : 404,
        );
      }
    }
  }, 30_000);

  it('lets a policy give cancel to others than the owners, or to nobody', async () => {
    policy['backgroundTask.cancel'] = decide(
      backgroundTaskCancelPermission,
      conditions.isProjectMember({ claims: [group] }),
    );
    expect(await can('plain', 'colleague')).toMatchObject({ cancel: true });
    policy['backgroundTask.cancel'] = { result: DENY };
    expect(await can('plain', 'developer')).toMatchObject({ cancel: false });
    const denied = await system.call('post', `${tasks}/plain/cancel`);
    expect(denied.status).toBe(403);
    expect(denied.body.error.message).toContain('backgroundTask.cancel');
  });

  it('keeps strangers out whatever the policy says', async () => {
    policy['backgroundTask.read'] = decide(
      backgroundTaskReadPermission,
      conditions.isProjectMember({ claims: [group] }),
    );
    expect(await status('get', 'plain', 'stranger')).toBe(403);
  });

  it('needs the permissions of templates and of the history', async () => {
    policy['backgroundTask.audit.read'] = { result: DENY };
    policy['backgroundTask.template.manage'] = { result: DENY };
    const history = await system.call('get', '/audit');
    expect(history.status).toBe(403);
    expect(history.body.error.message).toContain('backgroundTask.audit.read');
    const { body } = await system.call('get', '/projects');
    expect(body.items).toMatchObject([
      { may: { create: true, manageTemplates: false } },
    ]);
  });

  it('lets a configured service act for a user, and names both', async () => {
    const headers = {
      authorization: mockCredentials.service.header({
        onBehalfOf: mockCredentials.service('plugin:scaffolder'),
        targetPluginId: 'background-tasks',
      }),
    };
    const created = await system.call('post', tasks, {
      headers,
      body: {
        name: 'for-another',
        instructions: 'Greet',
        repository: { url: system.repositoryUrl },
        run: 'hang',
        onBehalfOf: 'user:developer',
      },
    });
    expect(created.status).toBe(201);
    const { body: task } = await system.call('get', `${tasks}/for-another`);
    expect(task).toMatchObject({
      creator: user('developer'),
      onBehalfOf: 'plugin:scaffolder',
    });
    const cancelled = await system.call('post', `${tasks}/for-another/cancel`, {
      headers: {
        ...headers,
        'x-background-tasks-on-behalf-of': user('developer'),
      },
    });
    expect([200, 202]).toContain(cancelled.status);
    await system.untilEnded('for-another');

    const foreign = await system.call('post', `${tasks}/plain/cancel`, {
      headers: {
        ...headers,
        'x-background-tasks-on-behalf-of': user('colleague'),
      },
    });
    expect(foreign.status).toBe(403);

    const { body: history } = await system.call(
      'get',
      '/audit?project=developers&task=for-another',
    );
    const both = {
      actor: 'plugin:scaffolder',
      onBehalfOf: user('developer'),
      result: 'success',
    };
    // The end may come to the history before the cancel that asked for it has been answered.
    expect(history.items).toHaveLength(3);
    expect(history.items).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ action: 'task-create', ...both }),
        expect.objectContaining({ action: 'task-cancel', ...both }),
        expect.objectContaining({
          action: 'task-ended',
          actor: 'plugin:background-tasks',
          onBehalfOf: null,
          result: 'failure',
          detail: 'cancelled',
        }),
      ]),
    );
  }, 30_000);

  it('tells who did what, refusals too, page by page', async () => {
    const client = system.clientOf('developer');
    const taken = await system.call('post', tasks, {
      user: 'colleague',
      body: {
        name: 'plain',
        instructions: 'Greet',
        repository: { url: system.repositoryUrl },
        run: 'hang',
      },
    });
    expect(taken.status).toBe(409);
    const { items } = await client.listAudit({
      project: 'developers',
      task: 'plain',
      limit: 200,
    });
    expect(items[0]).toEqual({
      time: expect.any(String),
      action: 'task-create',
      actor: user('colleague'),
      onBehalfOf: null,
      project: 'developers',
      task: 'plain',
      result: 'failure',
      detail: 'nameTaken',
    });
    expect(items.at(-1)).toMatchObject({
      action: 'task-create',
      actor: user('developer'),
      result: 'success',
      detail: null,
    });

    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.listAudit({ cursor, limit: 2 });
      seen.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    const all = await client.listAudit({ limit: 200 });
    expect(seen).toEqual(all.items);
    const strange = await system.clientOf('stranger').listAudit({});
    expect(strange.items).toEqual([]);
  }, 30_000);
});
