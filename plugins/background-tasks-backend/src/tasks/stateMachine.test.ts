import { taskStatuses } from '@background-tasks/plugin-background-tasks-common';
import {
  applyTransition,
  TransitionRefusedError,
  type Transition,
} from './stateMachine';
import type { Task } from './Task';

const pending: Task = {
  uid: 'uid',
  project: 'developers',
  name: 'task',
  status: 'Pending',
  outcome: null,
  error: null,
  progress: 0,
  phase: 'initialize',
  checkKind: null,
  instructions: 'Do it',
  creator: 'user:default/one',
  entityRef: null,
  repositoryUrl: 'https://github.example/owner/name',
  repositoryKey: 'github.example/1',
  branch: null,
  provider: 'script',
  script: 'true',
  model: null,
  template: null,
  templateUid: null,
  parameters: null,
  budget: null,
  output: null,
  validationSpec: {
    commands: [],
    fileExists: [],
    unchecked: [],
    repairRounds: 0,
  },
  trigger: { kind: 'api' },
  onBehalfOf: null,
  timeoutSeconds: 60,
  retryCount: 0,
  retryOf: null,
  retriedBy: null,
  traceParent: null,
  createdAt: 1_000,
  startedAt: null,
  completedAt: null,
  deadlineAt: null,
  baseCommit: null,
  headCommit: null,
  commitMessage: null,
  bundleHash: null,
  prUrl: null,
  prNumber: null,
  prState: null,
  agentVersion: null,
  rounds: [],
  repairRounds: 0,
  usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
  budgetExhausted: null,
  publishState: {},
  publishingSince: null,
  validation: { baseline: [], gate: [], verdict: null },
  changedFiles: [],
  isolation: [],
  logTail: '',
  lastPosition: 0,
  attempt: 0,
  leaseOwner: null,
  fence: 0,
  cancelRequestedAt: null,
  cancelRequestedBy: null,
};

function after(transitions: Transition[], from: Task = pending): Task {
  return transitions.reduce(
    (task, transition) => ({
      ...task,
      ...applyTransition(task, transition, 2_000),
    }),
    from,
  );
}

describe('the state machine of a task', () => {
  it('goes the whole way to a pull request', () => {
    const done = after([
      { type: 'claimed' },
      { type: 'runStarted' },
      { type: 'phaseStarted', phase: 'clone' },
      { type: 'phaseStarted', phase: 'baseline' },
      { type: 'phaseStarted', phase: 'agent' },
      { type: 'phaseStarted', phase: 'collect' },
      { type: 'phaseStarted', phase: 'validate' },
      { type: 'progressed', progress: 80, check: 'test' },
      { type: 'publishing' },
      { type: 'ended', outcome: 'pullRequest' },
    ]);
    expect(done).toMatchObject({
      status: 'Completed',
      outcome: 'pullRequest',
      progress: 100,
      phase: 'done',
      startedAt: 2_000,
      deadlineAt: 62_000,
      completedAt: 2_000,
    });
  });

  it('never lets progress fall, and keeps the last part for publishing', () => {
    const running = after([
      { type: 'claimed' },
      { type: 'runStarted' },
      { type: 'progressed', progress: 60 },
      { type: 'phaseStarted', phase: 'clone' },
      { type: 'progressed', progress: 5 },
    ]);
    expect(running.progress).toBe(60);
    const boasting = after([{ type: 'progressed', progress: 100 }], running);
    expect(boasting.progress).toBe(80);
  });

  it('ends in a final status whatever happens, and stays there', () => {
    const transitions: Transition[] = [
      { type: 'claimed' },
      { type: 'runStarted' },
      { type: 'phaseStarted', phase: 'agent' },
      { type: 'progressed', progress: 30 },
      { type: 'publishing' },
      { type: 'cancelRequested', by: 'user:default/one' },
      { type: 'ended', outcome: 'pullRequest' },
    ];
    for (const status of taskStatuses.slice(3)) {
      for (const transition of transitions) {
        expect(() =>
          applyTransition({ ...pending, status }, transition, 0),
        ).toThrow(TransitionRefusedError);
      }
    }
  });

  it('has a point of no return: no publishing after a cancel, no cancel after that', () => {
    const running = after([{ type: 'claimed' }, { type: 'runStarted' }]);
    const cancelled = after([{ type: 'cancelRequested', by: 'a' }], running);
    expect(() => applyTransition(cancelled, { type: 'publishing' }, 0)).toThrow(
      TransitionRefusedError,
    );
    const publishing = after([{ type: 'publishing' }], running);
    expect(() =>
      applyTransition(publishing, { type: 'cancelRequested', by: 'a' }, 0),
    ).toThrow(TransitionRefusedError);
  });

  it('remembers who asked for a cancel first', () => {
    const twice = after([
      { type: 'cancelRequested', by: 'user:default/first' },
      { type: 'cancelRequested', by: 'user:default/second' },
    ]);
    expect(twice.cancelRequestedBy).toBe('user:default/first');
  });
});
