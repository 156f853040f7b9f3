import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import { testDatabases } from '../../../__testUtils__/databases';
import { newTask, NO_LIMITS } from '../../../__testUtils__/newTask';
import { until } from '../../../__testUtils__/until';
import {
  DatabaseResourceStore,
  DatabaseTaskStore,
  DatabaseTemplateStore,
} from '../../../store';
import type { Kubeconfig } from '../__testUtils__/asBackend';
import { FakeApiServer } from '../__testUtils__/FakeApiServer';
import { kubeconfigAt } from '../__testUtils__/kubeconfigAt';
import { Clusters, INSTANCE_LABEL } from '../clusters';
import { readTenancy } from '../tenancy';
import { settingsOf } from './__testUtils__/worldParts';
import { KubernetesResources } from './KubernetesResources';

jest.setTimeout(60_000);

const databases = testDatabases();
const ROOT = '/apis/vteam.ambient-code/v1alpha1';
const SESSIONS = `${ROOT}/agenticsessions`;
const at = (name: string) => `${ROOT}/namespaces/tasks/agenticsessions/${name}`;
const session = (name: string) => ({
  metadata: {
    name,
    namespace: 'tasks',
    uid: `uid-of-${name}`,
    resourceVersion: '2',
    labels: { [INSTANCE_LABEL]: 'i' },
  },
  spec: { mode: 'background' },
});

describe('the session of a task that has ended', () => {
  let server: FakeApiServer;
  let kubeconfig: Kubeconfig;
  let clusters: Clusters;
  let kubernetes: KubernetesResources;
  let store: DatabaseTaskStore;
  let resources: DatabaseResourceStore;
  let db: Awaited<ReturnType<typeof databases.init>>;

  beforeEach(async () => {
    server = await FakeApiServer.start();
    const listed = { metadata: { resourceVersion: '1' }, items: [] };
    for (const path of [
      SESSIONS,
      `${ROOT}/tasktemplates`,
      '/api/v1/namespaces',
      '/api/v1/configmaps',
      '/apis/batch/v1/jobs',
    ]) {
      server.objects.set(path, listed);
    }
    kubeconfig = await kubeconfigAt(server.url);
    db = await databases.init('SQLITE_3');
    const database = { getClient: async () => db };
    store = await DatabaseTaskStore.create({ database });
    resources = new DatabaseResourceStore(db);
    clusters = Clusters.create({
      settings: settingsOf(kubeconfig.file),
      instance: 'i',
    });
    kubernetes = new KubernetesResources({
      clusters,
      store,
      resources,
      tenancy: readTenancy(new ConfigReader({})),
      projects: {
        namespaceOf: () => 'tasks',
        inNamespace: () => undefined,
        tasksOf: () => 5,
        membersOf: () => [],
        groupOf: async () => undefined,
        exists: async () => true,
      },
      templates: await DatabaseTemplateStore.create({ database }),
      checkTemplate: () => undefined,
      hub: { publish: () => undefined },
      onChange: () => undefined,
      urls: () => [],
      retentionMs: 60_000,
      logger: mockServices.logger.mock(),
    });
    kubernetes.start({
      create: async () => {
        throw new Error('Nothing is applied by hand here');
      },
    });
    // From now on what is said of sessions is heard.
    await until(async () => server.say(SESSIONS, session('nobodys')));
  });
  afterEach(async () => {
    await kubernetes.stop();
    clusters.close();
    await kubeconfig.remove();
    await server.close();
  });

  const ended = async (name: string, completedAt?: number) => {
    const admission = await store.admit(newTask({ name }), NO_LIMITS);
    if ('refusal' in admission) throw new Error(admission.refusal.code);
    const { uid } = admission.task;
    await store.requestCancel(uid, 'user:default/one');
    if (completedAt !== undefined) {
      await db('tasks').where({ uid }).update({ completed_at: completedAt });
    }
    await resources.put({
      kind: 'session',
      ownerUid: uid,
      cluster: 'test',
      namespace: 'tasks',
      name,
      uid: `uid-of-${name}`,
      specHash: null,
      synced: true,
      gone: false,
    });
    server.objects.set(at(name), session(name));
    return uid;
  };
  const isGone = async (uid: string) =>
    (await resources.get('session', uid))?.gone;
  const releasedOf = async (uid: string) =>
    (await db('tasks').where({ uid }).first()).released;

  it('frees its name where somebody deletes it, and not where its time is over, also if we never hear that we deleted it', async () => {
    server.refuse = ({ method, path }) => {
      if (method !== 'DELETE' || path !== at('expired')) return undefined;
      // It is done, and the answer is lost on its way.
      server.objects.delete(path);
      return 504;
    };
    const expired = await ended('expired', 1);
    const recent = await ended('recent');
    await kubernetes.sweep();
    expect(server.objects.has(at('expired'))).toBe(false);
    server.say(SESSIONS, session('expired'), 'DELETED');
    server.say(SESSIONS, session('recent'), 'DELETED');
    await until(async () => (await isGone(expired)) && isGone(recent));

    expect(await releasedOf(expired)).toBe('');
    expect(await releasedOf(recent)).toBe(recent);
  });
});
