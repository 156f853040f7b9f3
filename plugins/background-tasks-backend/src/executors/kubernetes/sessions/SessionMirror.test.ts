import { once } from 'node:events';
import { createServer } from 'node:http';
import { mockServices } from '@backstage/backend-test-utils';
import { testDatabases } from '../../../__testUtils__/databases';
import { newTask, NO_LIMITS } from '../../../__testUtils__/newTask';
import { until } from '../../../__testUtils__/until';
import { DatabaseResourceStore, DatabaseTaskStore } from '../../../store';
import { clusterAt } from '../__testUtils__/clusterAt';
import { SessionMirror } from './SessionMirror';

const databases = testDatabases();

/** An API server that notes what is written to the status of sessions. */
async function statusServer() {
  const written: { name: string; status: unknown }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', text => {
      body += text;
    });
    request.on('end', () => {
      const [, name] =
        /agenticsessions\/([^/]+)\/status/.exec(request.url ?? '') ?? [];
      if (name) written.push({ name, status: JSON.parse(body).status });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('No port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    written,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('how tasks stand, in the cluster', () => {
  it('is written when it changed, and not at a mere sign of life', async () => {
    const db = await databases.init('SQLITE_3');
    const store = await DatabaseTaskStore.create({
      database: { getClient: async () => db },
    });
    const admission = await store.admit(newTask(), NO_LIMITS);
    if ('refusal' in admission) throw new Error(admission.refusal.code);
    const server = await statusServer();
    const cluster = clusterAt(server.url);
    const mirror = new SessionMirror({
      store,
      resources: new DatabaseResourceStore(db),
      sessions: {
        ensure: async (_, { taskUid }) => ({
          name: taskUid,
          namespace: 'here',
          uid: taskUid,
        }),
      },
      clusterOf: () => cluster,
      onMissing: async () => undefined,
      logger: mockServices.logger.mock(),
    });
    const wordsOf = (wanted: string) =>
      server.written.flatMap(({ name, status }) =>
        name === wanted ? [status] : [],
      );
    try {
      const silent = { ...admission.task, uid: 'silent', progress: 40 };
      const talking = { ...silent, uid: 'talking' };
      const lastPosition = silent.lastPosition + 1;
      mirror.note(silent);
      await until(async () => wordsOf('silent').length === 1);
      mirror.note(talking);
      await until(async () => wordsOf('talking').length === 1);
      // Both have an event more, of which one shows; a write for the other would have come first.
      mirror.note({ ...silent, lastPosition });
      mirror.note({ ...talking, lastPosition, logTail: 'A word\n' });
      await until(async () => wordsOf('talking').length === 2);

      expect(wordsOf('talking')).toEqual([
        expect.objectContaining({ progress: 40, logs: '' }),
        expect.objectContaining({ progress: 40, logs: 'A word\n' }),
      ]);
      expect(wordsOf('silent')).toEqual([
        expect.objectContaining({ progress: 40, logs: '' }),
      ]);
    } finally {
      mirror.close();
      cluster.close();
      server.close();
    }
  });
});
