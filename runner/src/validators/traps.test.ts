import {
  commandsOf,
  filesOf,
  notChosenOf,
  packageFiles,
  workflow,
} from './testing';

describe('how repositories mislead', () => {
  describe('names', () => {
    it.each([
      ['format', 'prettier --check .', ['format: npm run format']],
      ['format', 'prettier --write .', []],
      ['lint', 'eslint . --fix', []],
      ['lint', 'npm run fix', []],
    ])('judges %s by what it runs: %s', async (name, body, expected) => {
      const files = packageFiles({ [name]: body, fix: 'eslint --fix .' });

      expect(await commandsOf(files)).toEqual(expected);
    });

    it('judges a script of the repository by what it runs', async () => {
      const files = filesOf({
        ...workflow('scripts/lint', 'scripts/check'),
        'scripts/lint': '#!/bin/sh -e\nprettier --write .\neslint --fix src\n',
        'scripts/check':
          '#!/bin/sh -e\nexport SOURCES="src tests"\nif [ -d venv ]; then\n  PREFIX=venv/bin/\nfi\n${PREFIX}eslint $SOURCES\nprettier --check $SOURCES\n',
      });

      expect(await commandsOf(files)).toEqual(['lint: scripts/check']);
      expect(await notChosenOf(files)).toEqual([
        'scripts/lint: it rewrites files',
      ]);
    });

    it('takes no watcher, nor what runs one in the end', async () => {
      const files = packageFiles(
        {
          test: 'vitest --watch',
          unit: 'vitest run',
          ci: 'run-s lint test',
          lint: 'eslint .',
        },
        workflow('npm run ci'),
      );

      expect(await commandsOf(files)).toEqual([
        'lint: npm run lint',
        'test: npm run unit',
      ]);
      expect(await notChosenOf(files)).toEqual(['npm test: it never ends']);
    });

    it('takes nothing that publishes, installs into the system, serves or needs a browser', async () => {
      const files = packageFiles(
        {
          build: 'tsc && npm publish',
          start: 'vite',
          'test:e2e': 'playwright test',
        },
        workflow(
          'sudo make install',
          'npm run build',
          'npm start',
          'npm run test:e2e',
          'npx semantic-release',
          'docker compose up -d',
          'npx codecov',
        ),
      );

      expect(await commandsOf(files)).toEqual([]);
      expect(await notChosenOf(files)).toContain(
        'npm run test:e2e: it needs a browser or a service',
      );
    });

    it('knows `bun test` from `bun run test`', async () => {
      const files = filesOf({
        ...workflow('bun test', 'bun run test'),
        'bun.lock': '',
        'package.json': JSON.stringify({ scripts: { test: 'vitest run' } }),
      });

      expect(await commandsOf(files)).toEqual([
        'test: bun test',
        'test: bun run test',
      ]);
    });

    it('gives the parts of `npm test` that is a list of scripts, and the whole where it is more', async () => {
      const scripts = {
        lint: 'eslint .',
        types: 'tsc --noEmit',
        unit: 'jest',
      };
      const list = {
        ...scripts,
        test: 'npm run lint && npm run types && npm run unit',
      };
      const more = { ...scripts, test: 'eslint . && tsc --noEmit && jest' };

      expect(
        await commandsOf(packageFiles(list, workflow('npm test'))),
      ).toEqual([
        'lint: npm run lint',
        'typecheck: npm run types',
        'test: npm run unit',
      ]);
      expect(
        await commandsOf(packageFiles(more, workflow('npm test'))),
      ).toEqual(['test: npm test']);
    });
  });

  describe('places', () => {
    it('follows an action and a workflow of the repository, and actions that are known', async () => {
      const files = packageFiles(
        { lint: 'eslint .', test: 'jest' },
        {
          '.github/workflows/ci.yml': `
on: pull_request
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - uses: ./.github/actions/check
        with: { script: lint }
      - uses: ludeeus/action-shellcheck@v2
        with: { scandir: ./scripts }
  test:
    uses: ./.github/workflows/test.yml
    with: { script: test }
`,
          '.github/actions/check/action.yml': `
inputs: { script: { default: nothing } }
runs:
  using: composite
  steps:
    - run: npm run \${{ inputs.script }}
      shell: bash
`,
          '.github/workflows/test.yml': `
on:
  workflow_call:
    inputs: { script: { type: string, required: true } }
jobs:
  run:
    runs-on: ubuntu-latest
    steps: [{ run: 'npm run \${{ inputs.script }}' }]
`,
        },
      );

      expect(await commandsOf(files)).toEqual([
        'lint: npm run lint',
        'lint: shellcheck ./scripts',
        'test: npm run test',
      ]);
    });

    it.each([
      [
        '.gitlab-ci.yml',
        'default: { before_script: [npm ci] }\n.base: { script: [npm run lint] }\ncheck: { extends: .base }\n',
      ],
      [
        '.circleci/config.yml',
        'commands: { check: { steps: [{ run: { command: npm run lint } }] } }\njobs: { build: { docker: [{ image: node }], steps: [checkout, check] } }\n',
      ],
      [
        'azure-pipelines.yml',
        'jobs: [{ job: a, steps: [{ script: npm run lint }] }]\n',
      ],
      ['.travis.yml', 'script: npm run lint\n'],
    ])('reads %s where there is no workflow', async (path, text) => {
      // A script that no convention names.
      const files = packageFiles(
        { lint: 'npm run strict', strict: 'eslint --max-warnings 0 .' },
        { [path]: text },
      );

      expect(await commandsOf(files)).toEqual(['lint: npm run strict']);
    });

    it('sees through variables and the matrix', async () => {
      const files = packageFiles(
        { lint: 'eslint .', 'test:fast': 'jest', 'test:slow': 'mocha' },
        {
          '.github/workflows/ci.yml': `
on: [push, pull_request]
env: { RUN: npm run }
jobs:
  check:
    runs-on: \${{ matrix.os }}
    strategy:
      matrix:
        os: [windows-latest, ubuntu-latest]
        job: [{ script: 'test:fast' }, { script: 'test:slow', slow: true }]
    env:
      TOOL: "\${{ matrix.job.slow && 'npm' || 'npm --silent' }}"
    steps:
      - run: $RUN lint -- "$CARGO_OPTIONS"
      - run: $TOOL run \${{ matrix.job.script }}
      - if: runner.os == 'Windows'
        run: npm run windows
`,
        },
      );

      expect(await commandsOf(files)).toEqual([
        'lint: npm run lint --',
        'test: npm --silent run test:fast',
        'test: npm run test:slow',
      ]);
    });

    it('runs a check with what its step sets for it, and with what of its job makes it strict', async () => {
      const files = filesOf({
        'Cargo.toml': '[package]\nname = "a"\n',
        '.github/workflows/ci.yml': `
on: pull_request
env: { RUSTFLAGS: -D warnings, CARGO_TERM_COLOR: always, GREETING: hello }
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - run: cargo build
        env: { RUSTFLAGS: '' }
      - run: FEATURE=1 cargo test
        env:
          FEATURE: 0
          SIDE: "x y"
          API_TOKEN: abc
          NOXFORCEPYTHON: 3.10
          DATABASE: postgres://localhost
          UNKNOWN: \${{ secrets.SOMETHING }}
`,
      });

      expect(await commandsOf(files)).toEqual([
        "build: RUSTFLAGS='' cargo build",
        "test: RUSTFLAGS='-D warnings' FEATURE=1 SIDE='x y' cargo test",
      ]);
    });

    it('follows arrays of the shell', async () => {
      const files = packageFiles(
        { test: 'jest' },
        workflow({
          run: 'args=(--silent)\nif [ -n "$CI" ]; then args+=(--shard=1/2); fi\nnpm test -- "${args[@]}"',
        }),
      );

      expect(await commandsOf(files)).toEqual(['test: npm test -- --silent']);
    });

    it('sees every value of a matrix however many runs it has', async () => {
      const many = (count: number, name: string) =>
        Array.from({ length: count }, (_, index) => `${name}${index}`);
      const scripts = many(20, 'script');
      const files = packageFiles(
        Object.fromEntries(
          scripts.map((name, index) => [name, `jest part${index}`]),
        ),
        {
          '.github/workflows/ci.yml': JSON.stringify({
            on: 'pull_request',
            jobs: {
              check: {
                'runs-on': 'ubuntu-latest',
                strategy: {
                  matrix: {
                    a: many(10, 'a'),
                    b: many(10, 'b'),
                    script: scripts,
                    include: [{ a: 'other', script: 'script19 --verbose' }],
                  },
                },
                steps: [{ run: 'npm run ${{ matrix.script }}' }],
              },
            },
          }),
        },
      );

      const found = await commandsOf(files);
      expect(found).toEqual(
        expect.arrayContaining(scripts.map(name => `test: npm run ${name}`)),
      );
    });

    it('lists nested checks once, at the level that a contributor calls', async () => {
      const files = packageFiles(
        {
          ci: 'run-p lint:*',
          'lint:js': 'eslint .',
          'lint:types': 'tsc --noEmit',
        },
        {
          ...workflow('bash scripts/ci.sh', 'npm run ci', 'npx eslint .'),
          'scripts/ci.sh': 'npm run ci\n',
        },
      );

      expect(await commandsOf(files)).toEqual(['lint: bash scripts/ci.sh']);
    });

    it('finds kinds under prefixes and patterns', async () => {
      const files = filesOf({
        ...workflow('pnpm run "/^test:.*/"'),
        'pnpm-lock.yaml': '',
        'package.json': JSON.stringify({
          scripts: {
            'test:lint': 'eslint .',
            'test:types': 'tsc',
            'test:unit': 'vitest run',
          },
        }),
      });

      expect(await commandsOf(files)).toEqual([
        'lint: pnpm test:lint',
        'typecheck: pnpm test:types',
        'test: pnpm test:unit',
      ]);
    });

    it('keeps the folder, and drops what only CI has', async () => {
      const files = filesOf({
        ...workflow(
          { run: 'npm test', 'working-directory': 'web' },
          '(cd api && npm ci && npm run lint)\ncd ..\nnpm run outside',
          'mkdir out && cd out && npm test',
        ),
        'web/package.json': '{"scripts": {"test": "jest"}}',
        'web/package-lock.json': '{}',
        'api/package.json': '{"scripts": {"lint": "eslint ."}}',
      });

      expect(await commandsOf(files)).toEqual([
        'lint: cd api && npm run lint',
        'test: cd web && npm test',
      ]);
    });
  });

  describe('declarations', () => {
    it('takes no script that calls what is not there', async () => {
      const files = packageFiles({
        lint: 'npm run lint:all',
        test: 'echo "Error: no test specified" && exit 1',
      });

      expect(await commandsOf(files)).toEqual([]);
    });

    it('lets CI decide between scripts that do the same', async () => {
      const files = packageFiles(
        {
          test: 'mocha test',
          'test-ci': 'nyc --reporter=lcov npm test',
          'test-tap': 'mocha --reporter tap test',
          build: 'webpack',
          'format:check': 'prettier --check .',
        },
        workflow(
          'npm install',
          'npm run test-ci || exit 1',
          'npm run build || true',
        ),
      );

      expect(await commandsOf(files)).toEqual([
        'format: npm run format:check',
        'test: npm test',
      ]);
    });

    it('takes nothing from workflows that do not run for changes, and prefers the usual job', async () => {
      const files = packageFiles(
        {
          test: 'jest',
          'test:next': 'jest --config next.js',
          nightly: 'jest --runInBand',
        },
        {
          '.github/workflows/nightly.yml': JSON.stringify({
            on: { schedule: [{ cron: '0 0 * * *' }] },
            jobs: { all: { steps: [{ run: 'npm run nightly' }] } },
          }),
          '.github/workflows/ci.yml': JSON.stringify({
            on: { pull_request: null },
            jobs: {
              canary: { steps: [{ run: 'npm run test:next' }] },
              test: { steps: [{ run: 'npm test' }] },
            },
          }),
        },
      );

      expect(await commandsOf(files)).toEqual(['test: npm test']);
    });

    it('takes templates and hooks for others for nothing', async () => {
      const files = filesOf({
        'Node.gitignore': 'node_modules\n',
        'Rust.gitignore': 'target\n',
        '.pre-commit-hooks.yaml': '- id: x\n  entry: eslint\n',
        '.github/workflows/stale.yml': JSON.stringify({
          on: { schedule: [] },
          jobs: { stale: { steps: [{ uses: 'actions/stale@v9' }] } },
        }),
      });

      expect(await commandsOf(files)).toEqual([]);
    });
  });

  it('checks everything where CI checks what changed', async () => {
    const files = filesOf({
      ...workflow(
        'npx nx affected -t lint test --base=origin/main --parallel=3',
        'pnpm turbo run build --filter=...[origin/main] --affected',
      ),
      'pnpm-lock.yaml': '',
      'package.json': '{}',
    });

    expect(await commandsOf(files)).toEqual([
      'lint: npx nx run-many -t lint',
      'test: npx nx run-many -t test',
      'build: pnpm turbo run build',
    ]);
  });
});
