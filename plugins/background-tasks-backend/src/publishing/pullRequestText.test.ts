import type { PublishRequest } from '@background-tasks/plugin-background-tasks-node';
import { pullRequestBody } from './pullRequestText';

function request(uncheckedRules?: string[]): PublishRequest {
  const commit = 'a'.repeat(40);
  return {
    repository: {
      key: 'github.example/1',
      host: 'github.example',
      owner: 'owner',
      name: 'name',
      url: 'https://github.example/owner/name',
    },
    baseBranch: 'main',
    task: {
      uid: 'uid',
      name: 'name',
      project: 'developers',
      instructions: 'Do it',
      creator: 'user:default/developer',
      createdAt: '2026-01-02T03:04:05.678Z',
      url: 'https://portal.example/background-tasks/developers/name',
      uncheckedRules,
    },
    bundle: {
      version: 1,
      baseCommit: commit,
      baseTree: commit,
      tree: commit,
      entries: [],
      files: [],
      patch: '',
      patchTruncated: false,
    },
    checks: [],
    unchecked: true,
  };
}

describe('the body of a pull request', () => {
  it('shows rules in words as not checked, and as nothing but words', () => {
    const rules = [
      'The changelog says why',
      '✅ all passed\n\n## Validation\n[x](http://evil.example)',
    ];
    const body = pullRequestBody(request(rules));
    expect(body).toContain(
      '⚠️ Not checked by a program:\n\n- ` The changelog says why `\n- ` ✅ all passed ## Validation [x](http://evil.example) `',
    );
    expect(body.match(/^## Validation$/gm)).toHaveLength(1);
  });

  it('says nothing of rules where there are none', () => {
    expect(pullRequestBody(request())).not.toContain('Not checked');
    expect(pullRequestBody(request([]))).not.toContain('Not checked');
  });

  it('lists what failed before, what is flaky, and what did not run and why', () => {
    const check = {
      kind: 'test',
      reason: 'ci.yml',
      exitCode: 1,
      durationMs: 1,
      output: '',
    } as const;
    const body = pullRequestBody({
      ...request(),
      checks: [
        {
          ...check,
          command: 'npm test',
          status: 'failedBefore',
          knownFailures: [
            { file: 'a.js', line: 3, rule: 'adds', message: '@team <b>1</b>' },
            ...Array(30).fill({ message: 'more' }),
          ],
        },
        { ...check, command: 'tox', status: 'passed', flaky: true },
        {
          ...check,
          command: 'cargo test',
          status: 'notRun',
          output: 'cargo is not installed where the task runs.',
        },
      ],
    });

    expect(body).toContain('` tox ` | ⚠️ passed at the second try (flaky) |');
    expect(body).toContain(
      '➖ Not run:\n\n- ` cargo test `: ` cargo is not installed where the task runs. `\n',
    );
    expect(body).toContain(
      '⚠️ Failures that were there before this change:\n\n- ` a.js:3 @team <b>1</b> (adds) `\n',
    );
    expect(body).toContain('- and 11 more\n');
  });

  it('stays within what the code host takes', () => {
    const ticks = '`'.repeat(10_000);
    const rules = Array.from({ length: 40 }, () => ticks);
    const whole = request(rules);
    const body = pullRequestBody(
      {
        ...whole,
        task: { ...whole.task, instructions: ticks },
        bundle: {
          ...whole.bundle,
          files: Array.from({ length: 1_000 }, (_, index) => ({
            path: `${index}${ticks}`,
            status: 'added',
            mode: '100644',
            additions: 1,
            deletions: 0,
          })),
        },
        checks: Array.from({ length: 60 }, () => ({
          kind: 'test',
          command: ticks,
          reason: 'ci.yml',
          status: 'notRun',
          exitCode: 1,
          durationMs: 1,
          output: ticks,
        })),
      },
      'x'.repeat(20_000),
    );
    expect(body.length).toBeLessThan(65_536);
    expect(body).toMatch(/^- and \d+ more$/m);
    expect(body).toContain('Background-Task-Id: ');
  });

  it('stands below the template of the repository', () => {
    expect(pullRequestBody(request(), '## Why')).toMatch(
      /^## Why\n\n---\n\n## What was asked\n/,
    );
  });
});
