import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';

/** A running task, changed as the test needs it. */
export function aTask(changed: Partial<BackgroundTask> = {}): BackgroundTask {
  const name = changed.name ?? 'upgrade-lodash';
  return {
    project: 'payments',
    name,
    uid: `uid-${name}`,
    status: 'Running',
    outcome: null,
    progress: 30,
    currentPhase: 'Generating changes',
    creator: 'user:default/ana',
    repository: 'https://github.com/example/sample-service',
    createdAt: '2026-01-01T00:00:00.000Z',
    completedAt: null,
    prUrl: null,
    error: null,
    phase: 'agent',
    instructions: 'Upgrade lodash to version 4.17.21.',
    entityRef: 'component:default/sample-service',
    branch: 'main',
    provider: 'script',
    model: null,
    templateId: null,
    parameters: null,
    run: 'npm install lodash@4.17.21',
    logs: '',
    validation: { baseline: [], gate: [], verdict: null },
    changedFiles: [],
    change: {
      baseCommit: null,
      headCommit: null,
      commitMessage: null,
      bundleHash: null,
      provider: 'script',
      model: null,
      agentVersion: null,
      repairRounds: 0,
      rounds: [],
    },
    usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
    budget: null,
    output: null,
    extraCommands: [],
    trigger: { kind: 'user' },
    prNumber: null,
    prState: null,
    startedAt: '2026-01-01T00:00:01.000Z',
    timeoutSeconds: 3600,
    retryCount: 0,
    retryOf: null,
    retriedBy: null,
    onBehalfOf: null,
    stopping: false,
    isolation: ['Runs as another user than the backend.'],
    uncheckedRules: [],
    runs: [],
    links: {
      page: `http://localhost/background-tasks/payments/${name}`,
      events: `http://localhost/events/${name}`,
      logs: `http://localhost/logs/${name}`,
      diff: `http://localhost/diff/${name}`,
    },
    openPullRequests: [],
    can: { cancel: true, retry: false },
    ...changed,
  };
}

/** A running task of an agent that asks a model, changed as the test needs it. */
export function anAgentTask(
  changed: Partial<BackgroundTask> = {},
): BackgroundTask {
  return aTask({
    provider: 'claude-code',
    model: 'claude-sonnet',
    run: null,
    ...changed,
  });
}
