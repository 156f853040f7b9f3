import type { TemplateParameter } from '@background-tasks/plugin-background-tasks-common';
import { checkTemplate } from './checkTemplate';
import { fillTemplate } from './fillTemplate';
import type { Template } from './Template';

const SEMVER = '^\\d+\\.\\d+\\.\\d+$|^latest$';

function template(
  instructionsTemplate: string,
  parameters: TemplateParameter[] = [],
  more: Partial<Template> = {},
): Template {
  return {
    uid: 'uid',
    project: 'developers',
    name: 'template',
    displayName: 'Template',
    description: '',
    instructionsTemplate,
    parameters,
    validationRules: [],
    provider: null,
    model: null,
    runTemplate: null,
    image: null,
    createdBy: 'user:default/developer',
    createdAt: 0,
    updatedAt: 0,
    usageCount: 0,
    lastUsedAt: null,
    ...more,
  };
}

describe('filling a template in', () => {
  const upgrade = template('Upgrade {{packageName}} to {{ version }}.', [
    { name: 'packageName', type: 'string', required: true },
    {
      name: 'version',
      type: 'string',
      required: true,
      defaultValue: 'latest',
      validationRegex: SEMVER,
    },
  ]);

  it('puts values where their names stand, and defaults where none is given', () => {
    expect(fillTemplate(upgrade, { packageName: 'lodash' })).toEqual({
      instructions: 'Upgrade lodash to latest.',
      parameters: { packageName: 'lodash', version: 'latest' },
    });
    const typed = template('{{a}} {{b}} {{c}}{{d}} ${{ github.ref }}', [
      { name: 'a', type: 'number' },
      { name: 'b', type: 'boolean' },
      { name: 'c', type: 'enum', values: ['x', 'y'] },
      { name: 'd', type: 'string' },
    ]);
    expect(fillTemplate(typed, { a: -1.5, b: false, c: 'y' })).toEqual({
      instructions: '-1.5 false y ${{ github.ref }}',
      parameters: { a: -1.5, b: false, c: 'y' },
    });
  });

  it('never looks at what a value holds', () => {
    const values = {
      packageName: '{{version}} {{packageName}} $& $1',
      version: '1.2.3',
    };
    expect(fillTemplate(upgrade, values).instructions).toBe(
      'Upgrade {{version}} {{packageName}} $& $1 to 1.2.3.',
    );
  });

  it('takes names that every object has for what they are', () => {
    const odd = template('{{constructor}}|{{toString}}', [
      { name: 'constructor', type: 'string' },
      { name: 'toString', type: 'string', defaultValue: 'x' },
    ]);
    expect(fillTemplate(odd, {}).instructions).toBe('|x');
  });

  it('appends further instructions after a blank line', () => {
    expect(
      fillTemplate(upgrade, { packageName: 'lodash' }, 'Be brief, {{x}}.')
        .instructions,
    ).toBe('Upgrade lodash to latest.\n\nBe brief, {{x}}.');
  });

  it.each<[string, Record<string, string | number | boolean>, string]>([
    ['a missing value', {}, "Invalid 'parameters.packageName': is missing"],
    [
      'an empty value',
      { packageName: '' },
      "Invalid 'parameters.packageName': must not be empty",
    ],
    [
      'a value that does not match',
      { packageName: 'a', version: '4.x' },
      "Invalid 'parameters.version': '4.x' must match ^",
    ],
    [
      'a value that matches up to a line feed',
      { packageName: 'a', version: 'latest\n' },
      "Invalid 'parameters.version': ",
    ],
    [
      'a value of another type',
      { packageName: 5 },
      "Invalid 'parameters.packageName': '5' must be a string",
    ],
    [
      'an unknown name',
      { packageName: 'a', colour: 'red' },
      "Invalid 'parameters.colour': the template has no such parameter; it has 'packageName', 'version'",
    ],
    [
      'a name of every object',
      { packageName: 'a', ['__proto__']: 'x' },
      "Invalid 'parameters.__proto__': ",
    ],
  ])('refuses %s and names it', (_, given, message) => {
    expect(() => fillTemplate(upgrade, given)).toThrow(message);
  });

  it('refuses what comes out too long, before it is built, or empty', () => {
    const long = template('{{a}}'.repeat(4_000), [
      { name: 'a', type: 'string' },
    ]);
    expect(() => fillTemplate(long, { a: 'x'.repeat(10_000) })).toThrow(
      "Invalid 'parameters': with them the instructions become longer than 20000 characters",
    );
    expect(() => fillTemplate(long, {})).toThrow(
      "Invalid 'parameters': with them the instructions are empty",
    );
  });

  it('refuses ten thousand parameters in no time', () => {
    const many = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [`p${index}`, index]),
    );
    expect(() => fillTemplate(upgrade, many)).toThrow(
      "Invalid 'parameters.p0'",
    );
  });

  it('matches in linear time, whatever the expression', () => {
    const evil = template('{{a}}', [
      { name: 'a', type: 'string', validationRegex: '^(a+)+$' },
    ]);
    const started = Date.now();
    expect(() => fillTemplate(evil, { a: `${'a'.repeat(9_999)}!` })).toThrow(
      "Invalid 'parameters.a'",
    );
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  it('refuses a value too long for a large expression', () => {
    const large = template('{{a}}', [
      { name: 'a', type: 'string', validationRegex: '(x{0,30}){0,15}$' },
    ]);
    expect(() => fillTemplate(large, { a: 'x'.repeat(10_000) })).toThrow(
      'too long to be matched',
    );
  });
});

describe('checking a template', () => {
  const providers = {
    defaultProvider: 'script',
    providers: [
      { id: 'script', title: 'Script', takesScript: true },
      {
        id: 'agent',
        title: 'Agent',
        takesScript: false,
        models: [{ id: 'small', price: null }],
      },
    ],
  };
  const check = (instructions: string, more: Partial<Template> = {}) =>
    checkTemplate(template(instructions, [], more), providers);

  it('takes what makes sense', () => {
    expect(() =>
      check('Do {{a}}', {
        parameters: [
          { name: 'a', type: 'string', validationRegex: SEMVER },
          { name: 'b', type: 'enum', values: ['x'], defaultValue: 'x' },
        ],
        validationRules: [
          { command: 'npm run e2e' },
          { fileExists: 'docs/.github/a b.md' },
          'Names are in English',
        ],
        runTemplate: 'echo "$PARAM_a"',
      }),
    ).not.toThrow();
    expect(() =>
      check('Do it', { provider: 'agent', model: 'small' }),
    ).not.toThrow();
  });

  const parameter = (more: Partial<TemplateParameter>) => ({
    parameters: [{ name: 'a', type: 'string' as const, ...more }],
  });
  it.each<[string, string, Partial<Template>, string]>([
    [
      'an undeclared parameter',
      '{{ nope }}',
      {},
      "Invalid 'instructionsTemplate': '{{nope}}' is no parameter",
    ],
    [
      'a name that no parameter can have',
      '{{package-name}}',
      {},
      "'{{package-name}}' is no parameter",
    ],
    [
      'a name twice',
      'Do',
      {
        parameters: [
          { name: 'a', type: 'string' },
          { name: 'a', type: 'number' },
        ],
      },
      "Invalid 'parameters.1.name': 'a' is declared twice",
    ],
    [
      'an expression that is none',
      'Do',
      parameter({ validationRegex: '(' }),
      "Invalid 'parameters.0.validationRegex': of 'a' is not an expression that RE2 takes",
    ],
    [
      'an expression with a lookahead',
      'Do',
      parameter({ validationRegex: '(?=a)' }),
      'is not an expression that RE2 takes',
    ],
    [
      'an expression that is huge',
      'Do',
      parameter({ validationRegex: 'a{0,1000}'.repeat(10) }),
      'it repeats too much',
    ],
    [
      'an expression for a number',
      'Do',
      parameter({ type: 'number', validationRegex: '1' }),
      "'a' is of type number",
    ],
    [
      'an enum without values',
      'Do',
      parameter({ type: 'enum' }),
      "Invalid 'parameters.0.values': the enum 'a' needs values",
    ],
    [
      'values of a string',
      'Do',
      parameter({ values: ['x'] }),
      'only an enum has values',
    ],
    [
      'a default of the wrong type',
      'Do',
      parameter({ type: 'boolean', defaultValue: 'yes' }),
      "Invalid 'parameters.0.defaultValue': of 'a': 'yes' must be a boolean",
    ],
    [
      'a default that does not match',
      'Do',
      parameter({ defaultValue: 'b', validationRegex: '^a$' }),
      "Invalid 'parameters.0.defaultValue'",
    ],
    [
      'a provider that is not there',
      'Do',
      { provider: 'nope' },
      "Invalid 'provider': 'nope' is not installed",
    ],
    [
      'a script for a provider that takes none',
      'Do',
      { provider: 'agent', runTemplate: 'true' },
      "Invalid 'runTemplate': the provider 'agent' takes no script",
    ],
    [
      'an image that is none',
      'Do',
      { image: 'tools/node:24 --privileged' },
      "Invalid 'image': 'tools/node:24 --privileged' is no image: it should be registry/path:tag",
    ],
    [
      'a model of another provider',
      'Do',
      { provider: 'script', model: 'small' },
      "Invalid 'model'",
    ],
    ...[
      '/etc/passwd',
      '../secret',
      'a/../../b',
      'a/./b',
      'a//b',
      'a/',
      '.git/config',
      'a/.GIT/b',
      'a\\b',
      'a\nb',
    ].map((path): [string, string, Partial<Template>, string] => [
      `the path ${JSON.stringify(path)}`,
      'Do',
      { validationRules: [{ fileExists: path }] },
      "Invalid 'validationRules.0.fileExists'",
    ]),
  ])('refuses %s', (_, instructions, more, message) => {
    expect(() => check(instructions, more)).toThrow(message);
  });
});
