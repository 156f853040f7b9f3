import { compare } from './compare';
import { printDiscovery } from './printDiscovery';

const truth = {
  repo: 'sample/one',
  setup: [],
  commands: {
    lint: ['npm run lint', 'ruff check'],
    typecheck: ['npm run types'],
    test: ['cd tests && pytest'],
    build: [],
  },
  accept: {
    lint: { 'npm run lint': ['eslint .'] },
    test: { 'cd tests && pytest': ['re:^make .*test$'] },
  },
  covers: { 'npm run all': ['lint: npm run lint', 'typecheck'] },
  optional: { build: ['npm run build'] },
  avoid: ['npm run lint:fix'],
  checked: [],
};

describe('compare', () => {
  it('counts what is found, in other words, by an umbrella and in a folder', () => {
    expect(
      compare(truth, [
        { kind: 'lint', command: 'npm run all' },
        { kind: 'lint', command: 'npx --no-install ruff  check' },
        { kind: 'test', command: 'pytest', directory: 'tests' },
        { kind: 'build', command: 'npm run build' },
      ]),
    ).toMatchObject({ missed: [], wrong: [] });
    expect(
      compare(truth, [
        { kind: 'test', command: 'make -s test' },
        { kind: 'lint', command: 'npx eslint .' },
      ]).missed,
    ).toEqual(['lint: ruff check', 'typecheck: npm run types']);
  });

  it('counts what must not be run, and what nobody asked for', () => {
    const result = compare(truth, [
      { kind: 'lint', command: 'npm run lint:fix' },
      { kind: 'build', command: 'npm run bundle' },
    ]);

    expect(result.wrong).toEqual([
      'lint: npm run lint:fix',
      'build: npm run bundle',
    ]);
    expect(printDiscovery([result])).toMatch(
      /\| sample\/one \| +0 \| +4 \| +2 \|[^]*\n0 of 4 commands found \(0%\), 2 wrong$/,
    );
  });
});
