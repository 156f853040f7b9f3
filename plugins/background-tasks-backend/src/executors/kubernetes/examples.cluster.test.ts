import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  connectToTestCluster,
  kubectl,
  type TestCluster,
} from '@background-tasks/dev-cluster';
import { ConfigReader } from '@backstage/config';
import { jobOf } from './manifests';
import { readKubernetes } from './readKubernetes';
import { WORKSPACE_SERVICE_ACCOUNT } from './tenancy';

// The first run compiles kube-score.
jest.setTimeout(600_000);

const EXAMPLES = path.resolve(__dirname, '../../../../../examples/kubernetes');
const KUBE_SCORE = 'github.com/zegl/kube-score/cmd/kube-score@v1.20.0';

/** The test cluster brings a Go of its own where the machine has none. */
function goPath(): string {
  const cache = path.join(
    process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'),
    'background-tasks-cluster',
  );
  const own = readdirSync(cache).find(name => /^go-\d/.test(name));
  return [
    ...(own ? [path.join(cache, own, 'bin')] : []),
    process.env.PATH,
    '/usr/local/go/bin',
  ].join(':');
}

/** What kube-score finds wrong in manifests; `-` is read from standard input. */
async function complaintsOf(manifests: string): Promise<string[]> {
  const running = promisify(execFile)(
    'go',
    ['run', KUBE_SCORE, 'score', '-', '--output-format', 'ci'],
    { cwd: os.tmpdir(), env: { ...process.env, PATH: goPath() } },
  );
  running.child.stdin?.end(manifests);
  // It fails where it finds something.
  const { stdout } = await running.catch((error: { stdout: string }) => error);
  expect(stdout).toContain('[OK]');
  return stdout
    .split('\n')
    .filter(line => /^\[(?:CRITICAL|WARNING)\]/.test(line));
}

describe('the manifests', () => {
  let cluster: TestCluster;
  const build = (name: string) =>
    kubectl(cluster, ['kustomize', path.join(EXAMPLES, name)]);
  beforeAll(async () => {
    cluster = await connectToTestCluster();
  });

  it.each(['base', 'given-namespace', 'openshift'])(
    'of %s are what the API server takes',
    async name => {
      const documents = (await build(name)).split(/^---$/m);
      const namespaces = documents.filter(text =>
        /^kind: Namespace$/m.test(text),
      );
      const others = documents.filter(
        // The cluster is no OpenShift.
        text => !namespaces.includes(text) && !/^kind: Route$/m.test(text),
      );
      const [, namespace] = /name: (\S+)/.exec(namespaces[0]) ?? [];
      const probe = `probe-${name}-${process.pid}`;
      await kubectl(cluster, ['create', 'namespace', probe]);
      try {
        const said = await kubectl(
          cluster,
          ['apply', '--dry-run=server', '-f', '-'],
          {
            input: others
              .join('---')
              .replaceAll(`namespace: ${namespace}`, `namespace: ${probe}`),
          },
        );
        expect(said).toContain('networkpolicy');
      } finally {
        await kubectl(cluster, ['delete', 'namespace', probe, '--wait=false']);
      }
    },
  );

  it('leave kube-score nothing to say of the portal', async () => {
    expect(await complaintsOf(await build('base'))).toEqual([]);
  });

  it('leave kube-score nothing to say of what we make', async () => {
    const settings = readKubernetes(
      new ConfigReader({
        backgroundTasks: {
          executor: 'kubernetes',
          kubernetes: {
            clusters: [{ name: 'here', inCluster: true }],
            runnerImage: 'registry.example.com/runner:1',
            image: 'registry.example.com/builder:1',
          },
        },
      }),
    );
    if (!settings) throw new Error('There are no settings');
    const job = jobOf({
      spec: {
        version: 1,
        runUid: 'run',
        task: { uid: 'task', name: 'task', project: 'p', instructions: '' },
        deadline: new Date(Date.now() + 60_000).toISOString(),
        repository: {
          url: 'https://github.com/owner/name',
          cloneUrl: 'http://10.0.0.1:7008/git/owner/name.git',
          branch: null,
        },
        agent: { provider: 'script' },
        validation: { allowNoChecks: false, allowChangedChecks: false },
        limits: { bundleBytes: 1024, bundleFiles: 10 },
      },
      secrets: { clone: { gitToken: 'token' } },
      attempt: 1,
      namespace: 'tasks-of-developers',
      session: { name: 'task-12345678', uid: 'uid' },
      labels: { 'background-tasks/run': 'run' },
      image: settings.image,
      settings,
      serviceAccount: WORKSPACE_SERVICE_ACCOUNT,
      now: Date.now(),
    });
    const tenancy = await build('given-namespace');
    expect(
      await complaintsOf(`${tenancy}\n---\n${JSON.stringify(job)}\n`),
    ).toEqual([]);
  });
});
