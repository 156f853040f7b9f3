import { createBackendModule } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { isError } from '@backstage/errors';
import type {
  CreateBackgroundTaskRequest,
  TaskTemplateInput,
} from '@background-tasks/plugin-background-tasks-common';
import { backgroundTasksExtensionPoint } from '@background-tasks/plugin-background-tasks-node';
import type { Knex } from 'knex';
import { testDatabases } from '../__testUtils__/databases';
import { phase } from '../__testUtils__/ScriptedExecutor';
import { TestSystem } from '../__testUtils__/TestSystem';

const PROJECT = 'developers';
const DAY_MS = 24 * 60 * 60_000;

const upgrade: TaskTemplateInput = {
  name: 'upgrade-dependency',
  displayName: 'Upgrade a dependency',
  instructionsTemplate: 'Upgrade {{packageName}} to version {{version}}.',
  parameters: [
    { name: 'packageName', type: 'string', required: true },
    {
      name: 'version',
      type: 'string',
      required: true,
      defaultValue: 'latest',
      validationRegex: '^\\d+\\.\\d+\\.\\d+$|^latest$',
    },
  ],
  validationRules: [
    { command: 'npm run e2e' },
    { fileExists: 'package-lock.json' },
    'The changelog says what was upgraded',
  ],
  provider: 'script',
  runTemplate: 'unchanged',
  image: 'registry.example.com/tools/node:24',
};

const withProvider = createBackendModule({
  pluginId: 'background-tasks',
  moduleId: 'agent',
  register(env) {
    env.registerInit({
      deps: { extensions: backgroundTasksExtensionPoint },
      async init({ extensions }) {
        extensions.addProvider({
          id: 'agent',
          title: 'An agent',
          takesScript: false,
          models: [{ id: 'small', price: null }],
        });
      },
    });
  },
});

const databases = testDatabases();

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())('templates on %s', databaseId => {
  let system: TestSystem;
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    system = await TestSystem.start({
      features: [mockServices.database.factory({ knex }), withProvider],
      config: { limits: { perUser: 0, perRepository: 0, perProject: 0 } },
      scripts: {
        unchanged: () => [
          ...phase('clone', []),
          ...phase('agent', [], 'noChanges'),
          { type: 'end', reason: 'completed' },
        ],
      },
    });
  });

  afterEach(async () => {
    await system.stop();
  });

  const clientOf = (user: string) => system.clientOf(user);
  const untilEnded = (name: string) => system.untilEnded(name);

  const create = (
    request: CreateBackgroundTaskRequest,
    options: { user?: string; idempotencyKey?: string } = {},
  ) =>
    clientOf(options.user ?? 'developer').createTask(
      PROJECT,
      { repository: { url: system.repositoryUrl }, ...request },
      options,
    );

  it('keeps templates: creates, lists, changes, renames, deletes', async () => {
    const client = clientOf('developer');
    const created = await client.createTemplate(PROJECT, upgrade);
    expect(created).toEqual({
      name: 'upgrade-dependency',
      uid: expect.any(String),
    });
    await client.createTemplate(PROJECT, { ...upgrade, name: 'a-first' });
    // As it was stored before templates could name an image.
    const old = knex('templates').where({ name: 'a-first' });
    const { body } = await old.clone().first();
    const { image, ...stored } = JSON.parse(body);
    expect(image).toBe(upgrade.image);
    await old.update({ body: JSON.stringify(stored) });
    expect(
      await client.getTemplate({ project: PROJECT, name: 'a-first' }),
    ).toMatchObject({ image: null, runTemplate: 'unchanged' });
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await clientOf('colleague').listTemplates(PROJECT, {
        cursor,
        limit: 1,
      });
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(names).toEqual(['a-first', 'upgrade-dependency']);
    const ref = { project: PROJECT, name: upgrade.name };
    const template = await client.getTemplate(ref);
    expect(template).toMatchObject({
      ...upgrade,
      uid: created.uid,
      description: '',
      model: null,
      createdBy: 'user:default/developer',
      usageCount: 0,
      lastUsed: null,
    });

    const changed = { ...upgrade, displayName: 'Another', runTemplate: 'x' };
    expect(await client.updateTemplate(ref, changed)).toMatchObject({
      uid: created.uid,
      displayName: 'Another',
      runTemplate: 'x',
      createdAt: template.createdAt,
    });
    expect(
      await refused(
        client.updateTemplate(ref, { ...upgrade, name: 'a-first' }),
      ),
    ).toMatchObject({ status: 409, code: 'nameTaken', field: 'name' });
    await client.updateTemplate(ref, { ...upgrade, name: 'renamed' });
    expect(await refused(client.getTemplate(ref))).toMatchObject({
      status: 404,
      code: 'templateNotFound',
    });

    await client.createTemplate(PROJECT, upgrade);
    expect(
      await refused(client.createTemplate(PROJECT, upgrade)),
    ).toMatchObject({ status: 409, code: 'nameTaken' });
    await client.deleteTemplate(ref);
    expect(await refused(client.deleteTemplate(ref))).toMatchObject({
      status: 404,
    });
    await client.createTemplate(PROJECT, upgrade);

    const stranger = clientOf('stranger');
    const notMine = { status: 403, code: 'notProjectMember' };
    expect(await refused(stranger.listTemplates(PROJECT))).toMatchObject(
      notMine,
    );
    expect(await refused(stranger.getTemplate(ref))).toMatchObject(notMine);
    expect(
      await refused(stranger.createTemplate(PROJECT, upgrade)),
    ).toMatchObject(notMine);
    expect(await refused(stranger.updateTemplate(ref, upgrade))).toMatchObject(
      notMine,
    );
    expect(await refused(stranger.deleteTemplate(ref))).toMatchObject(notMine);
  });

  it('refuses a template that makes no sense and names the field', async () => {
    const client = clientOf('developer');
    const reason = { status: 400, code: 'invalidField' };
    expect(
      await refused(
        client.createTemplate(PROJECT, {
          ...upgrade,
          instructionsTemplate: '{{nope}}',
        }),
      ),
    ).toMatchObject({ ...reason, field: 'instructionsTemplate' });
    expect(
      await refused(
        client.createTemplate(PROJECT, {
          ...upgrade,
          validationRules: [{ fileExists: '../x' }],
        }),
      ),
    ).toMatchObject({ ...reason, field: 'validationRules.0.fileExists' });
    expect(
      await refused(
        client.createTemplate(PROJECT, { ...upgrade, image: 'No Image' }),
      ),
    ).toMatchObject({ ...reason, field: 'image' });
    expect(
      await refused(
        client.createTemplate(PROJECT, { ...upgrade, name: 'Not_Valid' }),
      ),
    ).toMatchObject({ ...reason, field: 'name' });
  });

  it('makes tasks from a template, and counts them', async () => {
    const client = clientOf('developer');
    const { uid } = await client.createTemplate(PROJECT, upgrade);
    await create({
      name: 'lodash',
      templateId: upgrade.name,
      parameters: { packageName: '{{version}}', version: '4.17.21' },
      instructions: 'Be brief.',
      validation: { commands: ['npm run more', 'npm run e2e'] },
    });
    const task = await untilEnded('lodash');
    expect(task).toMatchObject({
      status: 'Completed',
      templateId: upgrade.name,
      instructions: 'Upgrade {{version}} to version 4.17.21.\n\nBe brief.',
      parameters: { packageName: '{{version}}', version: '4.17.21' },
      provider: 'script',
      run: 'unchanged',
      extraCommands: ['npm run e2e', 'npm run more'],
      uncheckedRules: ['The changelog says what was upgraded'],
      trigger: { kind: 'template', ref: upgrade.name },
    });
    expect(system.executor.started[0].image).toBe(upgrade.image);
    expect(system.executor.started[0].spec).toMatchObject({
      agent: {
        script: 'unchanged',
        environment: {
          PARAM_packageName: '{{version}}',
          PARAM_version: '4.17.21',
        },
      },
      validation: {
        commands: ['npm run e2e', 'npm run more'],
        fileExists: ['package-lock.json'],
        unchecked: ['The changelog says what was upgraded'],
      },
    });
    await create({
      name: 'axios',
      templateId: upgrade.name,
      parameters: { packageName: 'axios' },
      trigger: { kind: 'schedule' },
    });
    expect(await untilEnded('axios')).toMatchObject({
      instructions: 'Upgrade axios to version latest.',
      trigger: { kind: 'schedule' },
    });

    const ref = { project: PROJECT, name: upgrade.name };
    const used = await client.getTemplate(ref);
    const statistics = {
      tasks: 2,
      active: 0,
      completed: 2,
      failed: 0,
      stopped: 0,
      successRate: 1,
    };
    expect(used).toMatchObject({
      uid,
      project: PROJECT,
      usageCount: 2,
      statistics,
    });
    await client.createTemplate(PROJECT, { ...upgrade, name: 'unused' });
    const { items } = await client.listAllTemplates();
    expect(items).toMatchObject([
      { name: 'unused', statistics: { tasks: 0, successRate: null } },
      { name: upgrade.name, statistics },
    ]);
    expect((await clientOf('stranger').listAllTemplates()).items).toEqual([]);
    expect(Date.parse(used.lastUsed ?? '')).toBeGreaterThanOrEqual(
      Date.parse(used.createdAt),
    );
    await client.deleteTemplate(ref);
    expect(await untilEnded('lodash')).toMatchObject({
      templateId: upgrade.name,
    });
    const { total } = await client.listTasks({ template: upgrade.name });
    expect(total).toBe(2);
  });

  it('lets a request go before its template', async () => {
    const client = clientOf('developer');
    await client.createTemplate(PROJECT, upgrade);
    const parameters = { packageName: 'lodash' };
    const templateId = upgrade.name;
    await create({ name: 'own', templateId, parameters, run: 'hang' });
    const ref = { project: PROJECT, name: 'own' };
    expect(await client.getTask(ref)).toMatchObject({ run: 'hang' });
    await client.cancelTask(ref);
    await create({
      name: 'other',
      templateId,
      parameters,
      provider: 'agent',
      model: 'small',
      budget: { usd: 1 },
    });
    const other = await client.getTask({ project: PROJECT, name: 'other' });
    expect(other).toMatchObject({
      provider: 'agent',
      run: null,
      model: 'small',
    });

    const retried = await client.retryTask(ref);
    expect(
      await client.getTask({ project: PROJECT, name: retried.name }),
    ).toMatchObject({
      templateId,
      parameters: { packageName: 'lodash', version: 'latest' },
      extraCommands: ['npm run e2e'],
      uncheckedRules: ['The changelog says what was upgraded'],
      run: 'hang',
    });
    const template = await client.getTemplate({ ...ref, name: templateId });
    expect(template.usageCount).toBe(2);
  });

  it('refuses a task that makes no sense with its template', async () => {
    await clientOf('developer').createTemplate(PROJECT, upgrade);
    const senseless: [string, CreateBackgroundTaskRequest, string, string][] = [
      ['no such template', { templateId: 'nope' }, 'templateId', 'no template'],
      [
        'a missing parameter',
        { templateId: upgrade.name },
        'parameters.packageName',
        'is missing',
      ],
      [
        'a wrong parameter',
        {
          templateId: upgrade.name,
          parameters: { packageName: 'a', version: '4.x' },
        },
        'parameters.version',
        "'4.x' must match",
      ],
      [
        'an unknown parameter',
        { templateId: upgrade.name, parameters: { packageName: 'a', b: 1 } },
        'parameters.b',
        'no such parameter',
      ],
      [
        'ten thousand parameters',
        {
          templateId: upgrade.name,
          parameters: Object.fromEntries(
            Array.from({ length: 10_000 }, (_, index) => [`p${index}`, 1]),
          ),
        },
        'parameters',
        '100',
      ],
      [
        'parameters without a template',
        { instructions: 'Do', run: 'hang', parameters: { a: 1 } },
        'parameters',
        'templateId',
      ],
      ['nothing to do', { run: 'hang' }, 'instructions', 'is missing'],
      [
        'a model for a script',
        { instructions: 'Do', run: 'hang', model: 'small' },
        'model',
        'no models',
      ],
      [
        'a budget for a script',
        { instructions: 'Do', run: 'hang', budget: { tokens: 1 } },
        'budget',
        'uses no model',
      ],
      [
        'a model that is not there',
        { instructions: 'Do', provider: 'agent', model: 'large' },
        'model',
        "use one of 'small'",
      ],
    ];
    for (const [what, asked, field, words] of senseless) {
      expect({ what, ...(await refused(create(asked))) }).toMatchObject({
        what,
        status: 400,
        field,
        message: expect.stringContaining(words),
      });
    }
    expect(system.executor.started).toEqual([]);
  });

  it('makes a template out of a task that succeeded', async () => {
    const client = clientOf('developer');
    await client.createTemplate(PROJECT, upgrade);
    await create({
      name: 'done',
      templateId: upgrade.name,
      parameters: { packageName: '{{other}}' },
    });
    const done = await untilEnded('done');
    const words = { name: 'again', displayName: 'Again' };
    const ref = { project: PROJECT, name: 'done' };
    expect(await client.createTemplateFromTask(ref, words)).toMatchObject({
      name: 'again',
    });
    expect(
      await client.getTemplate({ project: PROJECT, name: 'again' }),
    ).toMatchObject({ image: upgrade.image });
    await create({ name: 'repeated', templateId: 'again' });
    expect(await untilEnded('repeated')).toMatchObject({
      templateId: 'again',
      instructions: done.instructions,
      run: done.run,
      extraCommands: done.extraCommands,
      uncheckedRules: done.uncheckedRules,
      parameters: { packageName: '{{other}}', version: 'latest' },
    });
    expect(
      await refused(client.createTemplateFromTask(ref, words)),
    ).toMatchObject({ status: 409, code: 'nameTaken' });

    await create({ name: 'open', instructions: 'Do', run: 'hang' });
    const open = { project: PROJECT, name: 'open' };
    expect(
      await refused(
        client.createTemplateFromTask(open, { ...words, name: 'x' }),
      ),
    ).toMatchObject({ status: 400, code: 'notSucceeded' });
  });

  it('answers the same request under the same key with the same task', async () => {
    const request = { name: 'once', instructions: 'Do', run: 'hang' };
    const options = { idempotencyKey: 'key-1' };
    const answers = await Promise.all([
      create(request, options),
      create(request, options),
      create({ run: 'hang', instructions: 'Do', name: 'once' }, options),
    ]);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(await create(request, options)).toEqual(answers[0]);
    const { total } = await clientOf('developer').listTasks({});
    expect(total).toBe(1);

    expect(
      await refused(create({ ...request, instructions: 'Other' }, options)),
    ).toMatchObject({ status: 409, code: 'idempotencyKeyReused' });
    const mine = await create(
      { ...request, name: 'mine' },
      { ...options, user: 'colleague' },
    );
    expect(mine.uid).not.toBe(answers[0].uid);
  });

  it('keeps no key of a request that was refused', async () => {
    const request = { name: 'taken', instructions: 'Do', run: 'hang' };
    await create(request);
    const options = { idempotencyKey: 'key-2' };
    expect(await refused(create(request, options))).toMatchObject({
      status: 409,
      code: 'nameTaken',
    });
    const other = await create({ ...request, name: 'free' }, options);
    expect(other.name).toBe('free');
  });

  it('takes a key for new after a day', async () => {
    const options = { idempotencyKey: 'key-3' };
    const first = await create({ instructions: 'Do', run: 'hang' }, options);
    await knex('idempotency_keys').update({
      created_at: Date.now() - DAY_MS - 60_000,
    });
    const second = await create({ instructions: 'Else', run: 'hang' }, options);
    expect(second.uid).not.toBe(first.uid);
    const again = await create({ instructions: 'Else', run: 'hang' }, options);
    expect(again).toEqual(second);
  });
});

/** What a refusal says. */
async function refused(call: Promise<unknown>): Promise<object> {
  try {
    await call;
  } catch (error) {
    if (!isError(error)) throw error;
    const { cause, statusCode } = error;
    if (!isError(cause)) throw error;
    const { message, code, field } = cause;
    return { status: statusCode, message, code, field };
  }
  throw new Error('It was not refused');
}
