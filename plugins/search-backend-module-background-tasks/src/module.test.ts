import type { SchedulerServiceTaskFunction } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import searchPlugin from '@backstage/plugin-search-backend';
import request from 'supertest';
import {
  documentOf,
  fakeBackgroundTasks,
} from './__testUtils__/fakeBackgroundTasks';
import searchModuleBackgroundTasks from '.';

type Found = { results: { document: { location: string } }[] };

const tasks = [
  documentOf('developers', 'upgrade'),
  documentOf('operators', 'upgrade'),
  documentOf('developers', 'downgrade'),
];

/** The search with the tasks above, and a policy that allows what it says of them. */
async function startSearch(options: {
  enabled: boolean;
  /** Resource refs; left out, the policy allows all, whatever it is about. */
  allowed?: string[];
}) {
  const { allowed } = options;
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);
  const scheduled: SchedulerServiceTaskFunction[] = [];
  const condition = {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'background-tasks',
    resourceType: 'background-task',
    conditions: { rule: 'ANY', resourceType: 'background-task' },
  } as const;
  const backend = await startTestBackend({
    features: [
      searchPlugin,
      searchModuleBackgroundTasks,
      fakeBackgroundTasks(tasks),
      logger.factory,
      mockServices.scheduler.mock({
        createScheduledTaskRunner: () => ({
          run: async ({ fn }) => {
            scheduled.push(fn);
          },
        }),
      }).factory,
      mockServices.rootConfig.factory({
        data: {
          permission: { enabled: options.enabled },
          search: {
            collators: {
              backgroundTasks: { maxTasks: 10 },
            },
          },
        },
      }),
      mockServices.permissions.mock({
        authorizeConditional: async asked =>
          asked.map(() =>
            allowed ? condition : { result: AuthorizeResult.ALLOW },
          ),
        authorize: async asked =>
          asked.map(({ resourceRef = '' }) => ({
            result: allowed?.includes(resourceRef)
              ? AuthorizeResult.ALLOW
              : AuthorizeResult.DENY,
          })),
      }).factory,
    ],
  });
  for (const index of scheduled) await index(new AbortController().signal);
  const as = (user: string) => ({
    authorization: mockCredentials.user.header(`user:default/${user}`),
  });
  return {
    logger,
    stop: () => backend.stop(),
    async find(user: string): Promise<string[]> {
      const { body } = await request(backend.server)
        .get('/api/search/query?term=lodash')
        .set(as(user));
      expect(body.numberOfResults).not.toBe(tasks.length);
      return locationsOf(body);
    },
    async findByAction(user: string): Promise<string[]> {
      const { body } = await request(backend.server)
        .post('/api/search/.backstage/actions/v1/actions/search:query/invoke')
        .set(as(user))
        .send({ term: 'lodash' });
      return locationsOf(body.output);
    },
  };
}

function locationsOf({ results }: Found): string[] {
  return results.map(({ document }) => document.location).sort();
}

describe('tasks in the search', () => {
  let search: Awaited<ReturnType<typeof startSearch>>;

  afterEach(async () => {
    await search.stop();
  });

  it('are those that the policy allows, task by task', async () => {
    search = await startSearch({
      enabled: true,
      allowed: ['developers/downgrade', 'operators/upgrade'],
    });
    expect(await search.find('developers')).toEqual([
      '/background-tasks/developers/downgrade',
    ]);
    expect(await search.find('operators')).toEqual([
      '/background-tasks/operators/upgrade',
    ]);
  });

  it('are those of the own projects where the policy allows all, also by the action', async () => {
    search = await startSearch({ enabled: true });
    const own = [
      '/background-tasks/developers/downgrade',
      '/background-tasks/developers/upgrade',
    ];
    expect(await search.find('developers')).toEqual(own);
    expect(await search.findByAction('developers')).toEqual(own);
    expect(await search.find('nobody')).toEqual([]);
    expect(await search.findByAction('nobody')).toEqual([]);
  });

  it('are none where no policy is asked, and the log says why', async () => {
    search = await startSearch({ enabled: false });
    expect(search.logger.info).toHaveBeenCalledWith(
      expect.stringContaining(`without 'permission.enabled: true'`),
    );
    expect(await search.find('developers')).toEqual([]);
  });
});
