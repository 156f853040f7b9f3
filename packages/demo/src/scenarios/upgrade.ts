import { Expectations } from './Expectations';
import { followTask } from './followTask';
import { PhaseClock } from './PhaseClock';
import { getPullRequest } from './pullRequest';
import type { PullRequest } from './pullRequest';
import type { Scenario, ScenarioContext, ScenarioResult } from './types';

const NAME = 'upgrade-lodash';
const FILES = ['package-lock.json', 'package.json'];

/** A dependency is upgraded, all checks pass, and a pull request stands. */
export const upgrade: Scenario = {
  title: 'Upgrade lodash in the sample repository',
  run: runUpgrade,
};

async function runUpgrade(context: ScenarioContext): Promise<ScenarioResult> {
  const { system, signal } = context;
  const client = system.portal.client();
  const clock = new PhaseClock();
  const ref = { project: 'developers', name: NAME };

  const created = await client.createTask(
    ref.project,
    {
      name: NAME,
      instructions:
        'Upgrade lodash to version 4.17.21 in package.json. Run npm install to update package-lock.json. Ensure npm test passes.',
      repository: { url: system.repositoryUrl, branch: 'main' },
      provider: 'script',
      run: 'npm install lodash@4.17.21',
    },
    { signal },
  );
  context.onTask(ref);
  const task = await followTask(client, ref, {
    signal,
    onEvent: event => {
      clock.see(event);
      context.onEvent(event);
    },
  });
  const pullRequest =
    task.prNumber === null ? null : await getPullRequest(system, task.prNumber);

  const result = {
    task,
    pullRequest,
    validation: task.validation,
    durations: clock.durations(),
  };
  const expectations = new Expectations();
  expectations.expect(
    'A created task is Pending',
    created.status === 'Pending',
    created.status,
  );
  expectCompleted(expectations, result);
  expectPullRequest(expectations, pullRequest, system.portal.taskUrl(ref));
  expectations.check();
  return result;
}

function expectCompleted(
  expectations: Expectations,
  result: ScenarioResult,
): void {
  const { task } = result;
  expectations.expect(
    `The task ends Completed with a pull request${
      task.error ? `, but: ${task.error}` : ''
    }`,
    task.status === 'Completed' && task.outcome === 'pullRequest',
    { status: task.status, outcome: task.outcome },
  );
  expectations.expect(
    'Its progress is 100',
    task.progress === 100,
    task.progress,
  );
  expectations.expect(
    'Every check of the gate passed',
    task.validation.verdict === 'passed' &&
      task.validation.gate.length > 0 &&
      task.validation.gate.every(check => check.status === 'passed'),
    task.validation,
  );
  for (const words of ['npm run lint', 'npm test', 'All checks passed']) {
    expectations.expect(`Its log says '${words}'`, task.logs.includes(words));
  }
}

function expectPullRequest(
  expectations: Expectations,
  pullRequest: PullRequest | null,
  taskUrl: string,
): void {
  if (!pullRequest) {
    expectations.expect('There is a pull request', false);
    return;
  }
  const { title, body, head, base, files } = pullRequest;
  expectations.expect(
    "Its title begins with '[Background Task]' and the task's name",
    title.startsWith(`[Background Task] ${NAME}`),
    title,
  );
  expectations.expect(
    `It changes exactly ${FILES.join(' and ')}`,
    files.join() === FILES.join(),
    files,
  );
  expectations.expect(
    `Its head is background-task-${NAME}, its base main`,
    head === `background-task-${NAME}` && base === 'main',
    { head, base },
  );
  expectations.expect(
    'Its body says where it comes from and links to the task',
    body.includes('Automated changes from background task') &&
      body.includes(taskUrl),
    body,
  );
}
