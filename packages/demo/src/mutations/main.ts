import { join } from 'node:path';
import { repositoryRoot } from '../system/repositoryRoot';
import { describeError } from '../terminal/describeError';
import { mutations } from './mutations';
import { Sandbox } from './Sandbox';

/** Breaks one thing after the other, and expects that a test fails each time. */
async function main(): Promise<number> {
  const wanted = process.argv.slice(2);
  const chosen = mutations.filter(
    ({ name }) =>
      wanted.length === 0 || wanted.some(text => name.includes(text)),
  );
  const counts = { passed: 0, failed: 0 };
  const count = (title: string, passed: boolean, found: string) => {
    counts[passed ? 'passed' : 'failed'] += 1;
    process.stdout.write(`${passed ? '✓' : '✗'} ${title}: ${found}\n`);
  };

  const sandbox = await Sandbox.create(
    repositoryRoot,
    join(repositoryRoot, '.test-output/mutations'),
  );
  try {
    const intact = new Map(
      chosen.map(({ test, testName }) => [
        `${test}#${testName}`,
        { test, testName },
      ]),
    );
    for (const { test, testName } of intact.values()) {
      const verdict = await sandbox.runTest(test, testName);
      count(`Intact, ${test}`, verdict === 'passed', verdict);
    }
    for (const mutation of chosen) {
      const verdict = await sandbox
        .withReplaced(mutation, () =>
          sandbox.runTest(mutation.test, mutation.testName),
        )
        .catch(describeError);
      count(
        `Where ${mutation.name}, ${mutation.test}`,
        verdict === 'failed',
        verdict,
      );
    }
  } finally {
    await sandbox.remove();
  }
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
  return counts.failed === 0 ? 0 : 1;
}

main().then(
  code => process.exit(code),
  error => {
    process.stderr.write(`${describeError(error)}\n`);
    process.exit(1);
  },
);
