import { mockServices } from '@backstage/backend-test-utils';
import { FakeApiServer } from './__testUtils__/FakeApiServer';
import { runFacts } from './__testUtils__/runFacts';
import { INSTANCE_LABEL, RUN_LABEL, type Cluster } from './clusters';
import { createRun } from './createRun';
import { namesOf } from './manifests';
import { deleteInputs } from './removeRun';
import { deleteOrphans } from './sessions/Orphans';

jest.setTimeout(60_000);

const CORE = '/api/v1/namespaces/ns';
const JOBS = '/apis/batch/v1/namespaces/ns/jobs';
const SECRETS = `${CORE}/secrets`;
const names = namesOf(runFacts.session.name, runFacts.attempt);
const spec = `${CORE}/configmaps/${names.spec}`;
const secrets = ['clone', 'agent'].map(
  phase => `${SECRETS}/${names.secret(phase)}`,
);
const job = `${JOBS}/${names.job}`;
const address = { namespace: 'ns', session: runFacts.session.name, attempt: 1 };
const IN_A_WHILE_MS = 120_000;

describe('the Secrets of a run', () => {
  let server: FakeApiServer;
  let cluster: Cluster;
  beforeEach(async () => {
    server = await FakeApiServer.start();
    cluster = server.cluster();
  });
  afterEach(async () => server.close());

  const there = () =>
    [...server.objects.keys()].filter(path => /\/namespaces\//.test(path));
  /** The sweep of a backend that knows nothing of the run. */
  const sweep = async () => {
    const listed = (kind: string) => ({
      metadata: {},
      items: there()
        .filter(path => path.includes(`/${kind}/`))
        .map(path => ({
          metadata: {
            name: path.split('/').at(-1),
            namespace: 'ns',
            uid: `uid-of-${path}`,
            creationTimestamp: new Date().toISOString(),
            labels: { [INSTANCE_LABEL]: 'i', [RUN_LABEL]: 'run-1' },
          },
        })),
    });
    server.objects.set('/apis/batch/v1/jobs', listed('jobs'));
    server.objects.set('/api/v1/configmaps', listed('configmaps'));
    const options = {
      resources: { runStates: async () => new Map() },
      logger: mockServices.logger.mock(),
    };
    await deleteOrphans(server.cluster(), options, Date.now() + IN_A_WHILE_MS);
  };

  it('are made once their spec is there, and found by it where the backend did not live to make the rest', async () => {
    await createRun(cluster, runFacts);
    expect(there().sort()).toEqual([spec, job, ...secrets].sort());
    expect(server.writes[0]).toBe(`POST ${CORE}/configmaps`);
    server.objects.clear();

    // It ends between two of them: one Secret is there, and no Job.
    server.refuse = ({ method, path, body }) => {
      if (method !== 'POST' || path === `${CORE}/configmaps`) return undefined;
      if (path === SECRETS && body.includes(names.secret('clone'))) {
        return undefined;
      }
      cluster.close();
      return 503;
    };
    await expect(createRun(cluster, runFacts)).rejects.toThrow();
    expect(there().sort()).toEqual([spec, secrets[0]].sort());
    server.refuse = () => undefined;
    await sweep();
    expect(there()).toEqual([]);
  });

  it('are not made where their spec cannot be', async () => {
    server.refuse = ({ method, path }) =>
      method === 'POST' && path === `${CORE}/configmaps` ? 422 : undefined;
    await expect(createRun(cluster, runFacts)).rejects.toThrow(
      'The cluster refused the task: refused: 422',
    );
    expect(server.writes).not.toContain(`POST ${SECRETS}`);
    expect(server.writes).not.toContain(`POST ${JOBS}`);
    expect(there()).toEqual([]);
  });

  it('are found again where one of them could not be deleted', async () => {
    await createRun(cluster, runFacts);
    server.refuse = ({ method, path }) =>
      method === 'DELETE' && path === secrets[1] ? 422 : undefined;
    await expect(deleteInputs(cluster, address)).rejects.toThrow();
    await sweep();
    expect(there().sort()).toEqual([spec, secrets[1]].sort());

    server.refuse = () => undefined;
    await sweep();
    expect(there()).toEqual([]);
  });

  it("go with a run whose Job's name is taken, and that Job stays", async () => {
    server.objects.set(job, { metadata: { name: names.job, labels: {} } });
    server.objects.set('/apis/batch/v1/jobs', { metadata: {}, items: [] });
    await expect(createRun(cluster, runFacts)).rejects.toThrow(
      `There is a Job '${names.job}' in namespace 'ns' already`,
    );
    server.refuse = ({ method, path }) =>
      method === 'POST' && path === SECRETS ? 422 : undefined;
    await expect(createRun(cluster, runFacts)).rejects.toThrow('422');
    expect(there()).toEqual([job]);
  });
});
