import { mockServices } from '@backstage/backend-test-utils';
import { newTask, NO_LIMITS } from '../../../__testUtils__/newTask';
import { until } from '../../../__testUtils__/until';
import { successOf, type AuditAction } from '../../../audit';
import { deleteOrphans } from './Orphans';
import { PROJECT, ResourceWorld } from './__testUtils__/ResourceWorld';

jest.setTimeout(120_000);

const session = (name: string, spec: object) => ({
  apiVersion: 'vteam.ambient-code/v1alpha1',
  kind: 'AgenticSession',
  metadata: { name },
  spec: {
    mode: 'background',
    prompt: 'Upgrade lodash',
    run: 'true',
    repos: [{ input: { url: 'https://github.example/owner/name' } }],
    ...spec,
  },
});

const template = (name: string, spec: object = {}) => ({
  apiVersion: 'vteam.ambient-code/v1alpha1',
  kind: 'TaskTemplate',
  metadata: { name },
  spec: {
    displayName: 'Upgrade a dependency',
    instructionsTemplate: 'Upgrade {{packageName}}',
    parameters: [{ name: 'packageName', type: 'string', required: true }],
    ...spec,
  },
});

describe('tasks as AgenticSessions', () => {
  let world: ResourceWorld;
  beforeEach(async () => {
    world = await ResourceWorld.create();
    world.kubernetes.start(world.tasks);
  });
  afterEach(async () => world.close());

  it('shows a task, follows it to its end, and tells of each step', async () => {
    const { uid } = await world.createTask('upgrade-lodash');
    const name = `agenticsession/upgrade-lodash-${uid.slice(0, 8)}`;
    await until(async () => (await world.field(name, '.status.phase')) !== '');
    expect(await world.field(name, '.spec.mode')).toBe('background');
    expect(
      await world.kubectl(
        ...['get', 'asn', '-o', 'name'],
        ...[
          '-l',
          'ambient-code.io/mode=background,ambient-code.io/task=upgrade-lodash',
        ],
      ),
    ).toContain('upgrade-lodash');
    expect(
      await world.field(
        name,
        '.metadata.annotations.ambient-code\\.io/creator',
      ),
    ).toBe('user:default/upgrade-lodash');

    const claim = await world.store.claim('replica', 60_000);
    await world.store.commit(
      uid,
      { transitions: [{ type: 'claimed' }] },
      claim,
    );
    await world.store.commit(
      uid,
      {
        transitions: [{ type: 'phaseStarted', phase: 'agent' }],
        logLines: ['Working'],
      },
      claim,
    );
    await until(
      async () => (await world.field(name, '.status.phase')) === 'Running',
    );
    expect(await world.field(name, '.status.progress')).toBe('20');
    expect(await world.field(name, '.status.currentPhase')).toBe(
      'Generating changes',
    );
    await world.store.commit(
      uid,
      {
        fields: { prUrl: 'https://github.example/owner/name/pull/1' },
        transitions: [
          { type: 'publishing' },
          { type: 'ended', outcome: 'pullRequest' },
        ],
      },
      claim,
    );
    await until(
      async () => (await world.field(name, '.status.phase')) === 'Completed',
    );
    expect(
      await world.field(name, ".status.repos[0]['name','status','prUrl']"),
    ).toBe('owner/name pushed https://github.example/owner/name/pull/1');
    expect(await world.field(name, '.status.logs')).toContain('Working');
    await until(async () => {
      const events = await world.kubectl(
        ...['get', 'events', '-o', 'jsonpath={.items[*].reason}'],
      );
      return events.includes('Created') && events.includes('Completed');
    });
    const table = await world.kubectl('get', 'asn');
    expect(table).toMatch(/Completed +100 +Pull request created/);

    // What is done stays done where its session goes; its name is free.
    await world.kubectl('delete', 'asn', '--all');
    await until(async () => (await world.resources.get('session', uid))?.gone);
    expect(await world.store.getTaskByUid(uid)).toMatchObject({
      status: 'Completed',
    });
    await world.createTask('upgrade-lodash');
  });

  it('stops a task whose session is deleted, also while nobody watched', async () => {
    const { uid } = await world.createTask('doomed');
    await until(() => world.resources.get('session', uid));
    await world.kubectl('delete', 'asn', '--all');
    const stopped = await until(async () => {
      const task = await world.store.getTaskByUid(uid);
      return task?.status === 'Stopped' && task;
    });
    expect(stopped.cancelRequestedBy).toBe('unknown');

    const { uid: later } = await world.createTask('doomed');
    await until(() => world.resources.get('session', later));
    await world.kubernetes.stop();
    await world.kubectl('delete', 'asn', '--all');
    world.kubernetes.start(world.tasks);
    await until(
      async () => (await world.store.getTaskByUid(later))?.status === 'Stopped',
    );
    expect((await world.store.getTask(PROJECT, 'doomed'))?.uid).toBe(later);
  });

  it('does not read its own retention as a wish to stop, and makes up for what a crash left out', async () => {
    const admission = await world.store.admit(
      newTask({ project: PROJECT, name: 'unseen' }),
      NO_LIMITS,
    );
    if ('refusal' in admission) throw new Error(admission.refusal.code);
    const { uid } = admission.task;
    await world.db('tasks').where({ uid }).update({ created_at: 0 });
    await world.kubernetes.sweep();
    const row = await until(() => world.resources.get('session', uid));
    await world.store.requestCancel(uid, 'user:default/one');
    await until(
      async () => (await world.resources.get('session', uid))?.synced,
    );
    expect(await world.field(`asn/${row.name}`, '.status.phase')).toBe(
      'Stopped',
    );
    await world.db('tasks').where({ uid }).update({ completed_at: 1 });
    await until(async () => {
      // What the API server does not do the next sweep asks for again.
      await world.kubernetes.sweep();
      return (await world.field(`asn/${row.name}`, '.kind')) === '';
    });
    const kept = await world.db('tasks').where({ uid }).first();
    expect(kept.released).toBe('');
  });
});

describe('AgenticSessions applied by hand', () => {
  let world: ResourceWorld;
  beforeEach(async () => {
    world = await ResourceWorld.create({
      limits: { perUser: 1, perRepository: 0, perProject: 5 },
    });
    await world.kubernetes.tenancy.ensureNamespace(
      world.clusters.of(PROJECT),
      PROJECT,
    );
    world.kubernetes.start(world.tasks);
  });
  afterEach(async () => world.close());

  it('become tasks of the owner, one after the other where there is one place, and stop when deleted', async () => {
    await world.apply(session('first', {}));
    const first = await until(() => world.store.getTask(PROJECT, 'first'));
    expect(first).toMatchObject({
      creator: 'user:default/owner',
      onBehalfOf: 'kubernetes',
      script: 'true',
    });
    await until(
      async () =>
        (await world.field(
          'asn/first',
          '.metadata.labels.ambient-code\\.io/task',
        )) === 'first',
    );
    await world.apply(session('second', {}));
    await until(async () =>
      (
        await world.field('asn/second', '.status.conditions[*].type')
      ).includes('LimitReached'),
    );
    expect(await world.field('asn/second', '.status.phase')).toBe('Pending');
    await world.kubectl('delete', 'asn', 'first');
    await until(() => world.store.getTask(PROJECT, 'second'));
    expect((await world.store.getTaskByUid(first.uid))?.status).toBe('Stopped');
    expect(await world.kubectl('get', 'asn', '-o', 'name')).toBe(
      'agenticsession.vteam.ambient-code/second\n',
    );
    expect(
      await world
        .db('audit')
        .where({ task: 'first' })
        // Every end has a row.
        .whereNot({ action: 'task-ended' })
        .orderBy('id'),
    ).toMatchObject([
      {
        action: 'task-create',
        actor: 'kubernetes',
        on_behalf_of: 'user:default/owner',
        detail: `AgenticSession ${world.namespace}/first`,
      },
      {
        action: 'task-cancel',
        actor: 'kubernetes',
        on_behalf_of: null,
        detail: 'the AgenticSession was deleted',
      },
    ]);
  });

  it('are told what is wrong, and others are let alone', async () => {
    await world.apply(session('quiet', { autoPushOnComplete: false }));
    await world.apply(
      session('strange', {
        repos: [{ input: { url: 'https://elsewhere.example/a/b' } }],
      }),
    );
    await world.apply(session('talk', { mode: 'interactive' }));
    await until(
      async () =>
        (await world.field('asn/quiet', '.status.conditions[0].reason')) ===
        'AutoPushRequired',
    );
    await until(async () =>
      (
        await world.field('asn/strange', '.status.conditions[0].message')
      ).includes('does not belong to project'),
    );
    expect(await world.field('asn/talk', '.status')).toBe('');
    await world.apply(session('quiet', {}));
    await until(() => world.store.getTask(PROJECT, 'quiet'));
  });
});

describe('two portals in one cluster', () => {
  const worlds: ResourceWorld[] = [];
  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.close();
  });

  it("leave each other's namespaces alone, also what is applied there by hand", async () => {
    const limits = { perUser: 1, perRepository: 0, perProject: 5 };
    const one = await ResourceWorld.create({ limits });
    const other = await ResourceWorld.create({ limits });
    worlds.push(one, other);
    await one.kubernetes.tenancy.ensureNamespace(
      one.clusters.of(PROJECT),
      PROJECT,
    );
    one.kubernetes.start(one.tasks);
    await one.apply(session('first', {}));
    await until(() => one.store.getTask(PROJECT, 'first'));
    await one.apply(session('second', {}));
    const conditions = () =>
      one.field('asn/second', '.status.conditions[*].reason');
    await until(async () => (await conditions()).includes('LimitReached'));
    const said = await conditions();

    // It sees what is there already, and then, in the order of the watch, what is applied, and its own.
    other.kubernetes.start(other.tasks);
    await one.apply(template('upgrade', { instructionsTemplate: '{{wrong}}' }));
    await until(async () =>
      (
        await one.field('tasktemplate/upgrade', '.status.conditions[*].message')
      ).includes('is no parameter'),
    );
    await one.apply(session('third', {}));
    await until(async () =>
      (
        await one.field('asn/third', '.status.conditions[*].reason')
      ).includes('LimitReached'),
    );
    await other.kubernetes.tenancy.ensureNamespace(
      other.clusters.of(PROJECT),
      PROJECT,
    );
    await other.apply(session('own', {}));
    await other.apply(template('own'));
    await until(() => other.store.getTask(PROJECT, 'own'));
    await until(() => other.templates.get(PROJECT, 'own'));

    expect(await conditions()).toBe(said);
    expect(await one.field('asn/second', '.status.phase')).toBe('Pending');
    expect(
      await one.field('tasktemplate/upgrade', '.status.conditions[*].message'),
    ).toContain('is no parameter');
    expect(
      await one.kubectl('get', 'events', '-o', 'jsonpath={.items[*].reason}'),
    ).not.toContain('NoProject');
    expect(other.logger.warn.mock.calls).toEqual([]);
  });
});

describe('templates as TaskTemplates', () => {
  let world: ResourceWorld;
  beforeEach(async () => {
    world = await ResourceWorld.create();
    await world.kubernetes.tenancy.ensureNamespace(
      world.clusters.of(PROJECT),
      PROJECT,
    );
    world.kubernetes.start(world.tasks);
  });
  afterEach(async () => world.close());

  it('follow what is applied, changed and deleted by hand', async () => {
    await world.apply(template('upgrade'));
    const made = await until(() => world.templates.get(PROJECT, 'upgrade'));
    expect(made.createdBy).toBe('user:default/owner');
    await world.apply(
      template('upgrade', {
        displayName: 'Another title',
        image: 'tools/node:24',
      }),
    );
    const changed = await until(async () => {
      const now = await world.templates.get(PROJECT, 'upgrade');
      return now?.displayName === 'Another title' && now;
    });
    expect(changed.image).toBe('tools/node:24');
    await world.apply(
      template('upgrade', { instructionsTemplate: 'Upgrade {{unknown}}' }),
    );
    await until(async () =>
      (
        await world.field(
          'tasktemplate/upgrade',
          '.status.conditions[0].message',
        )
      ).includes('is no parameter of the template'),
    );
    await world.kubectl('delete', 'tasktemplate', 'upgrade');
    await until(async () => !(await world.templates.get(PROJECT, 'upgrade')));

    const row = { actor: 'kubernetes', on_behalf_of: null, detail: 'upgrade' };
    expect(
      await world
        .db('audit')
        .orderBy('id')
        .select('action', 'actor', 'on_behalf_of', 'detail'),
    ).toEqual([
      {
        ...row,
        action: 'template-create',
        on_behalf_of: 'user:default/owner',
      },
      { ...row, action: 'template-update' },
      { ...row, action: 'template-delete' },
    ]);
  });

  it('are made, changed, counted and deleted by the API', async () => {
    const body = {
      displayName: 'Upgrade a dependency',
      description: '',
      instructionsTemplate: 'Upgrade {{packageName}}',
      parameters: [
        { name: 'packageName', type: 'string' as const, required: true },
      ],
      validationRules: [{ command: 'npm test' }, 'Be kind'],
      provider: null,
      model: null,
      runTemplate: 'true',
      image: 'tools/node:24',
    };
    const by = (action: AuditAction) =>
      successOf(
        action,
        { userEntityRef: 'user:default/one' },
        { project: PROJECT, detail: 'upgrade' },
      );
    const made = await world.templates.create(
      {
        ...body,
        uid: 'template-uid',
        project: PROJECT,
        name: 'upgrade',
        createdBy: 'user:default/one',
      },
      by('template-create'),
    );
    expect(made).toBeDefined();
    const name = 'tasktemplate/upgrade';
    await until(
      async () => (await world.field(name, '.status.usageCount')) === '0',
    );
    await world.templates.update(
      'template-uid',
      'upgrade',
      { ...body, displayName: 'Another title', runTemplate: 'false' },
      by('template-update'),
    );
    await until(
      async () =>
        (await world.field(
          name,
          ".spec['displayName','runTemplate','image']",
        )) === 'Another title false tools/node:24',
    );
    await world.createTask('used', {
      instructions: undefined,
      run: undefined,
      templateId: 'upgrade',
      parameters: { packageName: 'lodash' },
    });
    await until(
      async () => (await world.field(name, '.status.usageCount')) === '1',
    );
    expect(
      await world.kubectl(
        'get',
        'asn',
        '-o',
        'name',
        '-l',
        'ambient-code.io/template=upgrade',
      ),
    ).toContain('used');
    await world.templates.delete('template-uid', by('template-delete'));
    await until(async () => (await world.field(name, '.kind')) === '');
  });
});

describe('what is left behind by runs', () => {
  let world: ResourceWorld;
  beforeEach(async () => {
    world = await ResourceWorld.create();
  });
  afterEach(async () => world.close());

  it('is deleted where nobody knows the run, with its Secrets, and never that of another portal', async () => {
    const cluster = world.clusters.of(PROJECT);
    await world.kubernetes.tenancy.ensureNamespace(cluster, PROJECT);
    const add = async (
      kind: string,
      name: string,
      instance: string,
      rest: object = {},
    ) =>
      world.apply({
        apiVersion: kind === 'Job' ? 'batch/v1' : 'v1',
        kind,
        metadata: {
          name,
          labels: {
            'background-tasks/instance': instance,
            'background-tasks/run': 'nobody-knows',
          },
        },
        ...rest,
      });
    const pod = {
      restartPolicy: 'Never',
      containers: [{ name: 'main', image: 'localhost/busybox:1' }],
    };
    await add('Job', 'lost-job', cluster.instance, {
      spec: { suspend: true, template: { spec: pod } },
    });
    await add('ConfigMap', 'lost-spec-2', cluster.instance);
    await add('Secret', 'lost-clone-2', cluster.instance);
    await add('ConfigMap', 'theirs-spec', 'another-portal');
    const left = async () =>
      world.kubectl(
        ...['get', 'jobs,configmaps,secrets', '-o', 'name'],
        ...['-l', 'background-tasks/run=nobody-knows'],
      );
    const logger = mockServices.logger.mock();
    expect(await deleteOrphans(cluster, { ...world, logger })).toBe(0);
    expect(await left()).toContain('lost-job');
    const inAWhile = Date.now() + 120_000;
    await deleteOrphans(cluster, { ...world, logger }, inAWhile);
    await until(async () => (await left()) === 'configmap/theirs-spec\n');
  });
});
