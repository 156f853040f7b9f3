import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { Expectations } from './Expectations';
import { followTask } from './followTask';
import { PhaseClock } from './PhaseClock';
import { countPullRequests } from './pullRequest';
import type { Scenario, ScenarioContext, ScenarioResult } from './types';

const NAME = 'failing-task-test';
const BAD_FUNCTION = 'function badFunc( ){ console.log( x ) }';

// Formatted, so that the linter alone has something to say.
const SCRIPT = `printf '\\n%s\\n' '${BAD_FUNCTION}' >> src/orders.js
node_modules/.bin/prettier --write src/orders.js`;

/** A change breaks the linter: the gate keeps it from becoming a pull request, and it can be retried. */
export const failing: Scenario = {
  title: 'A change that breaks the linter',
  run: runFailing,
};

async function runFailing(context: ScenarioContext): Promise<ScenarioResult> {
  const { system, signal } = context;
  const client = system.portal.client();
  const clock = new PhaseClock();
  const ref = { project: 'developers', name: NAME };
  const onEvent = context.onEvent;

  await client.createTask(
    ref.project,
    {
      name: NAME,
      instructions: `Add a new function with intentional eslint errors: ${BAD_FUNCTION}`,
      repository: { url: system.repositoryUrl, branch: 'main' },
      provider: 'script',
      run: SCRIPT,
    },
    { signal },
  );
  context.onTask(ref);
  const task = await followTask(client, ref, {
    signal,
    onEvent: event => {
      clock.see(event);
      onEvent(event);
    },
  });

  const expectations = new Expectations();
  expectLintingFailed(expectations, task);
  expectations.check();

  const retried = await client.retryTask(ref, { signal });
  const retryRef = { project: ref.project, name: retried.name };
  context.onTask(retryRef);
  const retry = await followTask(client, retryRef, { signal, onEvent });
  expectations.expect(
    `The retry is ${NAME}-retry-1 with retryCount 1`,
    retried.name === `${NAME}-retry-1` &&
      retried.retryCount === 1 &&
      retry.retryCount === 1 &&
      retry.retryOf === NAME,
    retried,
  );
  expectLintingFailed(expectations, retry);
  const kept = await client.getTask(ref, { signal });
  expectations.expect(
    'The failed task stays as it was',
    kept.status === 'Failed' && kept.uid === task.uid,
    kept.status,
  );
  const pullRequests = await countPullRequests(system);
  expectations.expect(
    'There is no pull request',
    pullRequests === 0,
    pullRequests,
  );
  expectations.check();
  return {
    task: kept,
    pullRequest: null,
    retry: { name: retried.name, retryCount: retried.retryCount },
    validation: task.validation,
    durations: clock.durations(),
  };
}

function expectLintingFailed(
  expectations: Expectations,
  task: BackgroundTask,
): void {
  const { name, status, outcome, error, prUrl } = task;
  expectations.expect(
    `${name} ends Failed by its validation`,
    status === 'Failed' && outcome === 'validationFailed',
    { status, outcome, error },
  );
  expectations.expect(
    `${name} says 'Linting failed' in the linter's words`,
    error !== null &&
      error.startsWith('Linting failed: ') &&
      error.includes('badFunc'),
    error,
  );
  expectations.expect(
    `The log of ${name} holds the linter's output`,
    task.logs.includes('badFunc'),
  );
  expectations.expect(`${name} has no pull request`, prUrl === null, prUrl);
}
