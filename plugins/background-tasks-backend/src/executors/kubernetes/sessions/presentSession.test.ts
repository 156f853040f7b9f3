import {
  taskOutcomes,
  type TaskOutcome,
} from '@background-tasks/plugin-background-tasks-common';
import { testDatabases } from '../../../__testUtils__/databases';
import { newTask, NO_LIMITS } from '../../../__testUtils__/newTask';
import { DatabaseTaskStore } from '../../../store';
import type { Task } from '../../../tasks';
import { labelValue } from './labels';
import {
  eventsBetween,
  repositoryStatusOf,
  sessionSpecOf,
  sessionStatusOf,
} from './presentSession';

const databases = testDatabases();

async function taskOf(fields: Partial<Task> = {}): Promise<Task> {
  const db = await databases.init('SQLITE_3');
  const store = await DatabaseTaskStore.create({
    database: { getClient: async () => db },
  });
  const admission = await store.admit(newTask(), NO_LIMITS);
  if ('refusal' in admission) throw new Error(admission.refusal.code);
  return { ...admission.task, ...fields };
}

describe('a task as an AgenticSession', () => {
  it('says what was asked for', async () => {
    const task = await taskOf({
      branch: 'next',
      template: 'upgrade',
      parameters: { version: '1' },
      output: { type: 'fork', target: 'main', draft: false },
    });
    expect(sessionSpecOf(task)).toMatchObject({
      mode: 'background',
      prompt: 'Upgrade lodash',
      repos: [
        {
          input: { url: 'https://github.example/owner/name', branch: 'next' },
          output: { type: 'fork', target: 'main' },
        },
      ],
      timeout: 3600,
      templateId: 'upgrade',
      parameters: { version: '1' },
    });
  });

  it('has a status of its repository for each outcome, by the one table', async () => {
    const task = await taskOf();
    expect(repositoryStatusOf(task)).toBeUndefined();
    const outcomes: TaskOutcome[] = [
      'pullRequest',
      'noChanges',
      'validationFailed',
      'agentFailed',
      'accessDenied',
      'cancelled',
      'deadlineExceeded',
    ];
    for (const outcome of outcomes) {
      const known = taskOutcomes[outcome].repositoryStatus;
      const of = (bundleHash: string | null) =>
        repositoryStatusOf({ ...task, outcome, bundleHash });
      expect([of('hash'), of(null)]).toEqual(
        known === 'diffIfBundle' ? ['diff', 'abandoned'] : [known, known],
      );
    }
  });

  it('tells of each step once, and how it ended', async () => {
    const before = await taskOf();
    const running: Task = {
      ...before,
      status: 'Running',
      phase: 'agent',
      progress: 20,
    };
    expect(eventsBetween(before, running)).toEqual([
      {
        type: 'Normal',
        reason: 'Progress',
        message: 'Generating changes (20 %)',
      },
    ]);
    expect(eventsBetween(running, { ...running, logTail: 'more' })).toEqual([]);
    const failed: Task = {
      ...running,
      status: 'Failed',
      outcome: 'agentFailed',
      error: 'It gave up',
      completedAt: 5,
    };
    expect(eventsBetween(running, failed)).toEqual([
      { type: 'Warning', reason: 'Failed', message: 'It gave up' },
    ]);
    expect(sessionStatusOf(failed).conditions).toMatchObject([
      { type: 'Accepted', status: 'True' },
      { type: 'Complete', status: 'False', reason: 'AgentFailed' },
    ]);
  });

  it('makes any text the value of a label', () => {
    expect(labelValue('user:default/jane.doe')).toBe('user.default.jane.doe');
    const long = labelValue(`user:default/${'é'.repeat(10)}${'x'.repeat(80)}`);
    expect(long).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,61}[A-Za-z0-9]$/);
    expect(long).not.toBe(labelValue(`user:default/é${'x'.repeat(81)}`));
  });
});
