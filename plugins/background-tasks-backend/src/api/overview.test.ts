import { createBackendModule } from '@backstage/backend-plugin-api';
import { backgroundTasksExtensionPoint } from '@background-tasks/plugin-background-tasks-node';
import { TestSystem } from '../__testUtils__/TestSystem';

const KEY = 'sk-this-is-never-told';

const withAgent = createBackendModule({
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
          takesAnyModel: true,
          credential: {
            dialects: ['anthropic'],
            baseUrl: 'https://vendor.example',
          },
          models: [
            {
              id: 'small',
              price: { input: 1, output: 5, cacheRead: 0.1, cacheWrite: null },
            },
          ],
          defaultModel: 'small',
        });
      },
    });
  },
});

describe('the overview of projects', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await TestSystem.start({
      features: [withAgent],
      config: {
        providers: {
          agent: { apiKey: KEY, baseUrl: 'https://proxy.example/a/secret' },
        },
        budgets: {
          task: { usd: 2 },
          project: { month: { usd: 100 } },
        },
        validation: { allowNotRun: true },
        changes: { allow: ['lockfiles'], maxFiles: 20 },
        projects: [
          {
            name: 'developers',
            members: ['developers'],
            owners: ['user:default/developer'],
            validation: {
              strict: true,
              commands: [{ kind: 'test', command: 'make test' }],
            },
            changes: { protectedPaths: ['/deploy/'] },
          },
        ],
      },
    });
  });

  afterAll(async () => {
    await system.stop();
  });

  it('tells what holds in a project to its members alone', async () => {
    const settings = await system
      .clientOf('developer')
      .getProjectSettings('developers');
    const [month, day] = [7, 10].map(length =>
      new Date().toISOString().slice(0, length),
    );
    expect(settings).toEqual({
      project: expect.objectContaining({ name: 'developers', running: 0 }),
      members: ['group:default/developers'],
      owners: ['user:default/developer'],
      repositories: [],
      budgets: {
        task: { usd: 2 },
        day: { period: day, limit: null, usd: 0, tokens: 0 },
        month: { period: month, limit: { usd: 100 }, usd: 0, tokens: 0 },
      },
      maxTimeoutSeconds: 3600,
      validation: {
        allowNoChecks: false,
        allowChangedChecks: false,
        strict: true,
        allowNotRun: true,
        allowFewerTests: false,
        commands: [{ kind: 'test', command: 'make test', directory: null }],
      },
      changes: {
        maxFiles: 20,
        maxBytes: 5 * 1024 * 1024,
        allowed: ['lockfiles'],
        refused: expect.arrayContaining(['ciWorkflows', 'secrets']),
        protectedPaths: ['/deploy/'],
      },
      onConflict: 'fail',
    });
    const refused = await system.call('get', '/projects/developers/settings', {
      user: 'stranger',
    });
    expect(refused.status).toBe(403);
  });

  it('tells of providers whether they have a key, and never the key', async () => {
    const { body, text } = await system.call('get', '/providers');
    expect(text).not.toContain('secret');
    expect(text).not.toContain(KEY);
    expect(body.items).toContainEqual(
      expect.objectContaining({
        id: 'agent',
        modelDetails: [
          {
            id: 'small',
            title: 'small',
            price: { input: 1, output: 5, cacheRead: 0.1, cacheWrite: null },
          },
        ],
        defaultModel: 'small',
        takesAnyModel: true,
        key: { isSet: true, host: 'proxy.example' },
        repairRounds: 2,
      }),
    );
    expect(body.items).toContainEqual(
      expect.objectContaining({ id: 'script', key: null, repairRounds: 0 }),
    );
  });

  it('gives figures by HTTP: of the range that is asked for, and of none without one', async () => {
    const range = { from: '2026-01-01T00:00:00Z', to: '2026-01-08T00:00:00Z' };
    const insights = await system.clientOf('developer').getInsights(range);
    expect(insights.overTime).toHaveLength(7);
    expect(insights.total.tasks).toBe(0);
    for (const query of ['', '?from=yesterday&to=today', '?from=2026-01-01']) {
      const { status } = await system.call('get', `/insights${query}`);
      expect(status).toBe(400);
    }
    const query = new URLSearchParams({ ...range, project: 'developers' });
    const { status } = await system.call('get', `/insights?${query}`, {
      user: 'stranger',
    });
    expect(status).toBe(403);
  });
});
