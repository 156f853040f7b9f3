import { mockServices } from '@backstage/backend-test-utils';
import { ConflictError, InputError } from '@backstage/errors';
import { FakeApiServer } from '../__testUtils__/FakeApiServer';
import type { Cluster } from '../clusters';
import { AppliedSessions, type NamespaceOwner } from './AppliedSessions';
import { parseSession, type Session } from './resources';

function sessionOf(
  prompt: string,
  generation = 1,
  conditions: object[] = [],
): Session {
  const session = parseSession({
    metadata: { name: 'by-hand', namespace: 'tasks', uid: 'uid', generation },
    spec: {
      mode: 'background',
      prompt,
      repos: [{ input: { url: 'https://github.example/owner/name' } }],
    },
    status: { conditions },
  });
  if (!session) throw new Error('It is no session');
  return session;
}

/** Somewhere where nothing becomes a task, for the reason that `refuse` throws. */
function refusing(
  refuse: (prompt: string) => Promise<never>,
  namespace: NamespaceOwner | 'anotherPortal' | 'nobody' = {
    project: 'developers',
    owner: 'group:default/developers',
    members: [],
  },
): AppliedSessions {
  return new AppliedSessions({
    tasks: { create: (_, { instructions = '' }) => refuse(instructions) },
    store: { getTaskByUid: async () => undefined },
    sessions: { adopt: async () => undefined },
    mirror: { note: () => undefined },
    sessionGone: async () => undefined,
    ownerOf: async () => (namespace === 'nobody' ? undefined : namespace),
    logger: mockServices.logger.mock(),
  });
}

describe('sessions that somebody applied', () => {
  let server: FakeApiServer;
  let cluster: Cluster;
  beforeEach(async () => {
    server = await FakeApiServer.start();
    cluster = server.cluster();
  });
  afterEach(async () => server.close());

  it("are let alone in silence where the namespace is another portal's", async () => {
    let asked = 0;
    const refuse = async () => {
      asked += 1;
      throw Object.assign(new ConflictError('All places are taken'), {
        code: 'projectLimit',
      });
    };
    const theirs = refusing(refuse, 'anotherPortal');
    await theirs.consider(cluster, sessionOf('one'));
    await theirs.retry();
    expect(asked).toBe(0);
    expect(server.asked).toEqual([]);

    const ours = refusing(refuse);
    await ours.consider(cluster, sessionOf('one'));
    expect(server.writes).toHaveLength(2);
    ours.forgetAll();
  });

  it('are told that their namespace is no project here, if nobody else has told them anything', async () => {
    const refuse = async () => {
      throw new InputError('It is wrong');
    };
    const applied = refusing(refuse, 'nobody');
    const waiting = { type: 'Accepted', message: 'All places are taken' };
    await applied.consider(cluster, sessionOf('one', 1, [waiting]));
    expect(server.writes).toEqual([]);
    await applied.consider(cluster, sessionOf('one'));
    const [status, event] = server.asked.map(({ body }) => JSON.parse(body));
    expect(status.status.conditions).toEqual([
      expect.objectContaining({ status: 'False', reason: 'NoProject' }),
    ]);
    expect(event).toMatchObject({ type: 'Warning', reason: 'NoProject' });
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
