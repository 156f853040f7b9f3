import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { mockServices } from '@backstage/backend-test-utils';
import { ConflictError, InputError } from '@backstage/errors';
import { clusterAt } from '../__testUtils__/clusterAt';
import type { Cluster } from '../clusters';
import { AppliedSessions } from './AppliedSessions';
import { parseSession, type Session } from './resources';

function sessionOf(prompt: string, generation = 1): Session {
  const session = parseSession({
    metadata: { name: 'by-hand', namespace: 'tasks', uid: 'uid', generation },
    spec: {
      mode: 'background',
      prompt,
      repos: [{ input: { url: 'https://github.example/owner/name' } }],
    },
  });
  if (!session) throw new Error('It is no session');
  return session;
}

/** Somewhere where nothing becomes a task, for the reason that `refuse` throws. */
function refusing(refuse: (prompt: string) => Promise<never>): AppliedSessions {
  return new AppliedSessions({
    tasks: { create: (_, { instructions = '' }) => refuse(instructions) },
    store: { getTaskByUid: async () => undefined },
    audit: { add: async () => undefined },
    sessions: { adopt: async () => undefined },
    mirror: { note: () => undefined },
    sessionGone: async () => undefined,
    ownerOf: async () => ({
      project: 'developers',
      owner: 'group:default/developers',
      members: [],
    }),
    logger: mockServices.logger.mock(),
  });
}

describe('sessions that somebody applied', () => {
  let server: Server;
  let cluster: Cluster;
  beforeEach(async () => {
    server = createServer((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    cluster = clusterAt(`http://127.0.0.1:${port}`);
  });
  afterEach(() => {
    cluster.close();
    server.closeAllConnections();
    server.close();
  });

  it('are looked at again where they were changed while they were looked at', async () => {
    const asked: string[] = [];
    let go: () => void = () => undefined;
    const gate = new Promise<void>(resolve => {
      go = resolve;
    });
    const applied = refusing(async prompt => {
      asked.push(prompt);
      await gate;
      throw new InputError(`'${prompt}' is wrong`);
    });
    const first = applied.consider(cluster, sessionOf('first'));
    await applied.consider(cluster, sessionOf('second', 2));
    await applied.consider(cluster, sessionOf('third', 3));
    go();
    await first;
    expect(asked).toEqual(['first', 'third']);
    applied.forgetAll();
  });

  it('wait for a place no longer once they are gone, or another replica takes them in', async () => {
    let asked = 0;
    const applied = refusing(async () => {
      asked += 1;
      throw Object.assign(new ConflictError('All places are taken'), {
        code: 'projectLimit',
      });
    });
    await applied.consider(cluster, sessionOf('one'));
    await applied.retry();
    expect(asked).toBe(2);
    // What is said of another namespace says nothing of this one.
    applied.retain(cluster, 'others', new Set());
    await applied.retry();
    expect(asked).toBe(3);
    applied.retain(cluster, 'tasks', new Set());
    await applied.retry();
    expect(asked).toBe(3);

    await applied.consider(cluster, sessionOf('one'));
    applied.forgetAll();
    await applied.retry();
    expect(asked).toBe(4);
  });
});
