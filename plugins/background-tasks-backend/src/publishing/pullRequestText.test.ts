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

  it('stays within what the code host takes', () => {
    const rules = Array.from({ length: 40 }, () => '`'.repeat(2_000));
    expect(pullRequestBody(request(rules)).length).toBeLessThan(65_536);
  });
});
