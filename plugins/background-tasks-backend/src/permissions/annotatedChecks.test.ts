import type { Entity } from '@backstage/catalog-model';
import {
  annotatedChecksOf,
  annotatedImageOf,
  problemsOf,
} from './annotatedChecks';

const withChecks = (annotation?: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'website',
    ...(annotation !== undefined && {
      annotations: { 'background-tasks/validation': annotation },
    }),
  },
});

describe('problemsOf', () => {
  it.each([
    ['- [unclosed', /^it is no YAML: .+ at line 1, column \d+\. it must be/],
    [
      '- make\n- kind: deploy\n  command: make',
      /^entry 2 is wrong: it must be/,
    ],
    ['- command: make\n  directory: /etc', /^'\/etc' is not a folder within/],
    ['# nothing', /^it must be a command on each line/],
  ])('says what is wrong with %j', (text, message) => {
    expect(problemsOf(withChecks(text))).toEqual([
      {
        annotation: 'background-tasks/validation',
        message: expect.stringMatching(message),
      },
    ]);
  });

  it.each([undefined, 'make lint', '- make'])(
    'finds nothing wrong with %j',
    text => {
      expect(problemsOf(withChecks(text))).toEqual([]);
    },
  );
});

describe('annotatedChecksOf', () => {
  const checksOf = (annotation?: string) =>
    annotatedChecksOf(withChecks(annotation));

  it('takes a command from each line, and its kind from what it says', () => {
    expect(checksOf('# checks\nmake lint\n\n./run-tests.sh --all\n')).toEqual([
      { kind: 'lint', command: 'make lint' },
      { kind: 'test', command: './run-tests.sh --all' },
    ]);
  });

  it('takes a YAML list', () => {
    expect(
      checksOf(
        '- kind: typecheck\n  command: make check\n  directory: app\n- tox -e py312\n',
      ),
    ).toEqual([
      { kind: 'typecheck', command: 'make check', directory: 'app' },
      { kind: 'test', command: 'tox -e py312' },
    ]);
  });

  it('knows an entity without it', () => {
    expect(checksOf()).toBeUndefined();
  });

  it.each([
    '',
    '- kind: deploy\n  command: make\n',
    '- command: make\n  when: always\n',
    '- command: make\n  directory: ../elsewhere\n',
    '- [unclosed',
  ])('names the annotation where it is not understood: %j', text => {
    expect(() => checksOf(text)).toThrow(
      /^Invalid 'entityRef': the entity's annotation 'background-tasks\/validation' is not understood: /,
    );
  });
});

describe('annotatedImageOf', () => {
  const imageOf = (image?: string) =>
    annotatedImageOf({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: 'website',
        ...(image !== undefined && {
          annotations: { 'background-tasks/image': image },
        }),
      },
    });

  it.each([
    undefined,
    'node',
    'registry.example.com:5000/tools/node:24.1',
    `tools/python@sha256:${'0'.repeat(64)}`,
  ])('takes %s', image => {
    expect(imageOf(image)).toBe(image);
  });

  it.each(['', 'two words', 'node;rm', 'Upper/case', 'a'.repeat(600)])(
    'refuses “%s”, and names the annotation',
    image => {
      expect(() => imageOf(image)).toThrow('background-tasks/image');
    },
  );
});
