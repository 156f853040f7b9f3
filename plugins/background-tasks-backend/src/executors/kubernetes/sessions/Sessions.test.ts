import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import { testDatabases } from '../../../__testUtils__/databases';
import { newTask, NO_LIMITS } from '../../../__testUtils__/newTask';
import { DatabaseResourceStore, DatabaseTaskStore } from '../../../store';
import { FakeApiServer } from '../__testUtils__/FakeApiServer';
import { readTenancy, Tenancy } from '../tenancy';
import { Sessions } from './Sessions';

const databases = testDatabases();
const NAMESPACE = '/api/v1/namespaces/tasks';

describe('the session of a task', () => {
  it('is made also where somebody has just deleted the namespace', async () => {
    const db = await databases.init('SQLITE_3');
    const store = await DatabaseTaskStore.create({
      database: { getClient: async () => db },
    });
    const server = await FakeApiServer.start();
    // Nothing can be made in a namespace that is not there.
    server.refuse = ({ method }) =>
      method === 'POST' && !server.objects.has(NAMESPACE) ? 404 : undefined;
    const cluster = server.cluster();
    const sessions = new Sessions({
      store,
      resources: new DatabaseResourceStore(db),
      tenancy: new Tenancy({
        settings: readTenancy(new ConfigReader({})),
        namespaceOf: () => 'tasks',
        tasksOf: () => 5,
        urls: () => [],
        logger: mockServices.logger.mock(),
      }),
    });
    const ensure = async (name: string) => {
      const admission = await store.admit(newTask({ name }), NO_LIMITS);
      if ('refusal' in admission) throw new Error(admission.refusal.code);
      const { uid: taskUid } = admission.task;
      return sessions.ensure(cluster, { taskUid });
    };
    try {
      await ensure('first');
      server.objects.delete(NAMESPACE);
      expect(await ensure('second')).toMatchObject({ namespace: 'tasks' });
      expect(server.objects.has(NAMESPACE)).toBe(true);

      // Where it goes again and again it is said, and not tried without end.
      server.refuse = ({ method }) => (method === 'POST' ? 404 : undefined);
      await expect(ensure('third')).rejects.toThrow('refused: 404');
    } finally {
      await server.close();
    }
  });
});
