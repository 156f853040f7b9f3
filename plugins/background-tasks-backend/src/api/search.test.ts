import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { testDatabases } from '../__testUtils__/databases';
import { TestSystem } from '../__testUtils__/TestSystem';

const databases = testDatabases();

const service = (subject: string) => ({
  authorization: mockCredentials.service.header({
    onBehalfOf: mockCredentials.service(subject),
    targetPluginId: 'background-tasks',
  }),
});

describe.each(databases.eachSupportedId())(
  'the tasks for the search on %s',
  databaseId => {
    let system: TestSystem;

    beforeAll(async () => {
      system = await TestSystem.start({
        features: [
          mockServices.database.factory({
            knex: await databases.init(databaseId),
          }),
        ],
        config: { limits: { perUser: 0, perRepository: 0, perProject: 0 } },
      });
      for (const name of ['first', 'second', 'third']) {
        await system.create(name, 'hang');
      }
    }, 60_000);

    afterAll(async () => {
      await system?.stop();
    }, 60_000);

    const read = (headers: Record<string, string>, query = '') =>
      system.call('get', `/search/documents${query}`, { headers });

    it('come in pages, the newest first', async () => {
      const search = service('plugin:search');
      const { body: page } = await read(search, '?limit=2');
      expect(page).toEqual({
        items: [
          expect.objectContaining({ project: 'developers', name: 'third' }),
          expect.objectContaining({ name: 'second' }),
        ],
        nextCursor: expect.any(String),
      });
      expect(page.items[0]).toEqual({
        project: 'developers',
        name: 'third',
        status: expect.any(String),
        creator: 'user:default/developer',
        repositoryUrl: system.repositoryUrl,
        entityRef: null,
        provider: 'script',
        template: null,
        prUrl: null,
        createdAt: expect.any(String),
        completedAt: null,
        instructions: 'Greet the world',
        error: null,
      });
      const rest = await read(search, `?limit=2&cursor=${page.nextCursor}`);
      expect(rest.body).toEqual({
        items: [expect.objectContaining({ name: 'first' })],
        nextCursor: null,
      });
      expect((await read(search, '?cursor=none')).status).toBe(400);
    });

    it('are for the search alone', async () => {
      const of = async (headers: Record<string, string>) =>
        (await read(headers)).status;
      expect(await of({})).toBe(403);
      expect(await of(service('plugin:scaffolder'))).toBe(403);
      expect(await of({ authorization: mockCredentials.none.header() })).toBe(
        401,
      );
    });
  },
);
