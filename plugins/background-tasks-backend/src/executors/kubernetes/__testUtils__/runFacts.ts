import type { RunFacts } from '../manifests';

/** What the objects of a task's first run are made of, where everything is set. */
export const runFacts: RunFacts = {
  spec: {
    version: 1,
    runUid: 'run-1',
    task: { uid: 't', name: 'task', project: 'p', instructions: 'Do it.' },
    deadline: '2026-01-01T00:10:00.000Z',
    repository: {
      url: 'https://github.com/a/b',
      cloneUrl: 'http://10.0.0.1:7008/git/a/b.git',
      branch: null,
    },
    agent: { provider: 'claude-code' },
    validation: { allowNoChecks: false, allowChangedChecks: false },
    limits: { bundleBytes: 1024, bundleFiles: 10 },
  },
  secrets: {
    clone: { gitToken: 'git-secret' },
    agent: { modelToken: 'model-secret' },
  },
  attempt: 1,
  namespace: 'ns',
  session: { name: 'task-12345678', uid: 'session-uid' },
  labels: { 'background-tasks/instance': 'i', 'background-tasks/run': 'run-1' },
  image: 'example/own:1',
  settings: {
    clusters: [],
    runnerImage: 'example/runner:1',
    image: 'example/own:1',
    imagePullPolicy: 'IfNotPresent',
    imagePullSecrets: ['pull'],
    agents: ['claude-code'],
    environment: { HTTPS_PROXY: 'http://proxy:3128' },
    resources: { requests: { cpu: '1' }, limits: { memory: '4Gi' } },
    runtimeClassName: 'gvisor',
    nodeSelector: {},
    tolerations: [],
    workspace: { size: '10Gi' },
    runAsUser: 10_001,
    pendingMs: 1,
    imageGraceMs: 1,
    ttlSeconds: 300,
    stopGraceSeconds: 5,
    projects: new Map(),
  },
  now: Date.parse('2026-01-01T00:00:00Z'),
};
