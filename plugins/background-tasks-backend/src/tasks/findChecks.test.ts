import { findChecks } from './findChecks';

describe('findChecks', () => {
  it('names the checks that the files of a repository speak of', () => {
    const packageJson = JSON.stringify({
      scripts: { lint: 'eslint .', test: 'jest', start: 'node .' },
    });
    const checks = findChecks({
      defaultBranch: 'main',
      files: ['package.json', 'go.mod', 'README.md'],
      workflows: ['ci.yml'],
      packageJson,
    });
    expect(checks).toEqual([
      { kind: 'lint', name: 'npm run lint', source: 'package.json' },
      { kind: 'test', name: 'npm run test', source: 'package.json' },
      { kind: 'test', name: 'go test', source: 'go.mod' },
      { kind: null, name: 'ci', source: '.github/workflows/ci.yml' },
    ]);
  });

  it('finds nothing in a package.json that is none', () => {
    const outline = { defaultBranch: 'main', files: [], workflows: [] };
    for (const packageJson of ['{', '[]', '{"scripts":1}', undefined]) {
      expect(findChecks({ ...outline, packageJson })).toEqual([]);
    }
  });
});
