import type { Expansion, Tool } from '../Ecosystem';
import type { TreeFiles } from '../../git';
import { quoteWords, type Word } from '../shell';
import {
  firstArgument,
  kindOfName,
  kindOfPath,
  repositoryScript,
} from '../trace';
import { expandManagerCall, expandRunMany } from './expandScripts';
import { inner, readManagerCall } from './managerCall';
import { monorepoTools } from './monorepoTools';
import {
  readBiome,
  readEslint,
  readJest,
  readMocha,
  readNodeTest,
  readOxlint,
  readPrettier,
  readTsc,
  readVitest,
} from './output';
import type { PackageManagerName } from './packageManager';

const TSCONFIG = ['tsconfig*.json', 'jsconfig.json'];
const PRETTIER = [
  '.prettierrc',
  '.prettierrc.*',
  'prettier.config.*',
  '.prettierignore',
  '.editorconfig',
  'package.json#prettier',
];
const ESLINT = [
  'eslint.config.*',
  '.eslintrc',
  '.eslintrc.*',
  '.eslintignore',
  'package.json#eslintConfig',
  'package.json#eslintIgnore',
];
const JEST = ['jest.config.*', 'jest.setup.*', 'package.json#jest'];
const VITEST = ['vitest.config.*', 'vitest.workspace.*', 'vite.config.*'];
const SETTINGS = ['--config', '-c', '--project', '-p', '--tsconfig'];

/** Programs of package managers. */
const managers: readonly Tool[] = (['npm', 'yarn', 'pnpm', 'bun'] as const).map(
  manager => ({
    programs: [manager],
    ...managerRule(manager),
  }),
);

function managerRule(manager: PackageManagerName): Partial<Tool> {
  const install = { setup: true };
  const publishes = { refuse: 'it publishes' } as const;
  const commands: Tool['sub'] = {
    install,
    i: install,
    ci: install,
    'clean-install': install,
    'install-clean': install,
    'install-test': install,
    ...(manager === 'yarn' ? { '': install } : {}),
    publish: publishes,
    version: publishes,
    add: { refuse: 'it only reports' },
    audit: { refuse: 'it only reports' },
    pack: { refuse: 'it only reports' },
    ...(manager === 'bun'
      ? { test: { kind: 'test', read: readJest, config: ['bunfig.toml'] } }
      : {}),
  };
  return {
    valued: ['-C', '--dir', '--cwd', '--prefix', '--filter', '-F', '-w'].filter(
      option => option !== '-w' || manager === 'npm',
    ),
    sub: { ...commands, '*': scripts(manager) },
    ...scripts(manager),
  };
}

/** A script of package.json, or a program of the packages. */
function scripts(manager: PackageManagerName): Pick<Tool, 'wraps' | 'expand'> {
  return {
    wraps(words) {
      const { exec } = readManagerCall(manager, words);
      return exec && exec.length > 0 ? exec : undefined;
    },
    async expand(call, files) {
      return await expandManagerCall(manager, call, files);
    },
  };
}

/** Programs that run others. */
const runners: readonly Tool[] = [
  {
    programs: ['npx', 'bunx', 'pnpx'],
    wraps: words => nonEmpty(inner(words, 1)),
  },
  {
    programs: ['corepack'],
    sub: {
      enable: { refuse: 'it installs into the system' },
      prepare: { refuse: 'it installs into the system' },
      '*': { wraps: words => nonEmpty(words.slice(1)) },
    },
  },
  {
    programs: ['npm-run-all', 'npm-run-all2', 'run-s', 'run-p', 'concurrently'],
    expand: expandRunMany,
  },
  {
    programs: ['cross-env', 'cross-env-shell', 'dotenv', 'env-cmd'],
    wraps: words =>
      nonEmpty(words.slice(1 + leading(words, /^(?:[A-Za-z_]\w*=|-)/))),
  },
  {
    programs: ['nyc', 'c8'],
    valued: [
      '--reporter',
      '-r',
      '--exclude',
      '-x',
      '--include',
      '-n',
      '--reports-dir',
      '--temp-directory',
      '--check-coverage',
    ],
    sub: { report: { refuse: 'it only reports' } },
    config: [
      '.nycrc',
      '.nycrc.*',
      'nyc.config.*',
      '.c8rc*',
      'package.json#nyc',
      'package.json#c8',
    ],
    wraps(words) {
      const index = words.findIndex(
        ({ text }, at) =>
          at > 0 &&
          !text.startsWith('-') &&
          !/^-.*(?:reporter|exclude|include|dir|directory|-r|-x|-n)$/.test(
            words[at - 1].text,
          ),
      );
      return index < 0 ? undefined : words.slice(index);
    },
  },
  {
    programs: ['tsx', 'ts-node', 'node', 'nodejs', 'babel-node'],
    read: readNodeTest,
    kindWith: { '--test': 'test' },
    watchesWith: ['--watch', '--watch-path'],
    valued: [
      '--import',
      '--require',
      '-r',
      '--loader',
      '--test-reporter',
      '--test-concurrency',
      '--conditions',
      '-C',
    ],
    async expand(call, files) {
      const { words, directory } = call;
      const run = words.findIndex(({ text }) => /^--run(?:=|$)/.test(text));
      if (run > 0) {
        const name =
          words[run].text.slice('--run='.length) || words.at(run + 1)?.text;
        const script = words
          .slice(0, 1)
          .map(word => ({ ...word, text: 'npm' }));
        return name
          ? await expandManagerCall(
              'npm',
              {
                directory,
                words: [
                  ...script,
                  { ...script[0], text: 'run' },
                  { ...script[0], text: name },
                ],
              },
              files,
            )
          : undefined;
      }
      if (words.some(({ text }) => text === '--test')) return undefined;
      const at = firstArgument(words, 1, this.valued);
      return at < 0 ? undefined : await nodeScript(files, directory, words, at);
    },
  },
];

const checkers: readonly Tool[] = [
  {
    programs: ['prettier'],
    kind: 'format',
    checksWith: ['--check', '-c', '--list-different', '-l'],
    writesWith: ['--write', '-w'],
    fix: {
      drop: ['--check', '-c', '--list-different', '-l'],
      add: ['--write'],
    },
    config: PRETTIER,
    configWith: ['--config', '--ignore-path'],
    read: readPrettier,
  },
  {
    programs: ['eslint', 'eslint_d'],
    kind: 'lint',
    writesWith: ['--fix'],
    selects: ['--ext', '-c', '--config'],
    valued: [
      '--ext',
      '-c',
      '--config',
      '--format',
      '-f',
      '--max-warnings',
      '--ignore-path',
      '--cache-location',
      '--rulesdir',
      '--parser',
    ],
    quiet: ['--cache'],
    config: ESLINT,
    configWith: ['-c', '--config', '--ignore-path'],
    read: readEslint,
  },
  {
    programs: ['xo', 'standard', 'semistandard', 'ts-standard', 'neostandard'],
    kind: 'lint',
    writesWith: ['--fix'],
    config: [
      'xo.config.*',
      '.xo-config*',
      'package.json#xo',
      'package.json#standard',
      ...ESLINT,
    ],
    read: readEslint,
  },
  {
    programs: ['oxlint'],
    kind: 'lint',
    writesWith: ['--fix', '--fix-suggestions', '--fix-dangerously'],
    config: ['.oxlintrc.json', 'oxlint.config.*'],
    configWith: ['-c', '--config'],
    read: readOxlint,
  },
  {
    programs: ['oxfmt'],
    kind: 'format',
    checksWith: ['--check', '--list-different'],
    fix: { drop: ['--check', '--list-different'] },
    config: ['.oxfmtrc.json', '.oxfmtrc.jsonc', ...PRETTIER],
    configWith: ['-c', '--config'],
    read: readPrettier,
  },
  {
    programs: ['dprint'],
    config: ['dprint.json', '.dprint.json', 'dprint.jsonc'],
    sub: { check: { kind: 'format' }, fmt: { refuse: 'it rewrites files' } },
  },
  {
    programs: ['biome', '@biomejs/biome'],
    config: ['biome.json', 'biome.jsonc'],
    configWith: ['--config-path'],
    writesWith: ['--write', '--apply', '--apply-unsafe', '--fix', '--unsafe'],
    read: readBiome,
    sub: {
      check: { kind: 'lint', ...biomeRule() },
      ci: { kind: 'lint', ...biomeRule() },
      lint: { kind: 'lint', ...biomeRule() },
      format: { kind: 'format', ...biomeRule(), fix: { add: ['--write'] } },
    },
  },
  {
    programs: ['rome'],
    config: ['rome.json'],
    sub: { check: { kind: 'lint' }, ci: { kind: 'lint' } },
  },
  {
    programs: ['deno'],
    config: ['deno.json', 'deno.jsonc'],
    watchesWith: ['--watch'],
    sub: {
      test: { kind: 'test' },
      lint: { kind: 'lint', writesWith: ['--fix'] },
      fmt: {
        kind: 'format',
        checksWith: ['--check'],
        fix: { drop: ['--check'] },
      },
      check: { kind: 'typecheck' },
      task: {
        async expand({ words, directory }, files) {
          return await denoTask(words.at(2)?.text, directory, files);
        },
      },
    },
  },
  {
    programs: ['stylelint'],
    kind: 'lint',
    writesWith: ['--fix'],
    config: [
      '.stylelintrc*',
      'stylelint.config.*',
      '.stylelintignore',
      'package.json#stylelint',
    ],
    read: readEslint,
  },
  {
    programs: ['markdownlint', 'markdownlint-cli2', 'remark'],
    kind: 'lint',
    writesWith: ['--fix', '-f', '--output', '-o'],
    config: ['.markdownlint*', '.remarkrc*', '.remarkignore'],
  },
  {
    programs: [
      'cspell',
      'alex',
      'textlint',
      'secretlint',
      'ls-lint',
      'knip',
      'depcheck',
      'publint',
      'attw',
      'size-limit',
      'bundlesize',
      'madge',
      'depcruise',
      'dependency-cruiser',
      'syncpack',
      'manypkg',
      'sherif',
      'check-dts',
      'installed-check',
      'tslint',
      'htmlhint',
      'lockfile-lint',
      'editorconfig-checker',
      'eclint',
      'api-extractor',
      'jscpd',
      'commitlint',
      'ember-template-lint',
    ],
    refuseWith: {
      '--fix': 'it rewrites files',
      fix: 'it rewrites files',
      '--pack': 'it only reports',
    },
    kind: 'lint',
    config: [
      'cspell.*',
      '.cspell*',
      '.knip*',
      'knip.*',
      '.size-limit*',
      '.syncpackrc*',
      'tslint.json',
      '.ls-lint.yml',
      '.secretlintrc*',
      'api-extractor.json',
    ],
  },
  {
    programs: [
      'tsc',
      'tsgo',
      'vue-tsc',
      'svelte-check',
      'glint',
      'ngc',
      'tspc',
      'astro-check',
    ],
    kind: 'build',
    kindWith: {
      '--noEmit': 'typecheck',
      '--no-emit': 'typecheck',
      '-b': 'typecheck',
      '--build': 'typecheck',
    },
    watchesWith: ['--watch', '-w'],
    selects: ['-p', '--project', '-b', '--build'],
    valued: ['-p', '--project', '--outDir', '--module', '--target'],
    config: TSCONFIG,
    configWith: SETTINGS,
    read: readTsc,
  },
  {
    programs: ['flow'],
    sub: { check: { kind: 'typecheck' }, '': { kind: 'typecheck' } },
    config: ['.flowconfig'],
  },
  {
    programs: ['tsd', 'attest', 'dtslint', 'type-coverage', 'expect-type'],
    kind: 'typecheck',
    config: TSCONFIG,
  },
  {
    programs: ['jest', 'react-scripts-test', 'jest-cli'],
    kind: 'test',
    watchesWith: ['--watch', '--watchAll', '--watch-all'],
    selects: [
      '--config',
      '-c',
      '--projects',
      '--selectProjects',
      '--testPathPattern',
      '--testPathPatterns',
    ],
    valued: [
      '--config',
      '-c',
      '--maxWorkers',
      '-w',
      '--reporters',
      '--projects',
      '--testPathPattern',
    ],
    config: JEST,
    configWith: ['--config', '-c'],
    read: readJest,
  },
  {
    programs: ['vitest'],
    kind: 'test',
    watchesWith: ['--watch', '-w'],
    selects: ['--config', '-c', '--project', '--root', '-r', '--dir'],
    valued: [
      '--config',
      '-c',
      '--project',
      '--root',
      '-r',
      '--dir',
      '--reporter',
      '--pool',
    ],
    config: VITEST,
    configWith: ['--config', '-c'],
    read: readVitest,
    sub: {
      watch: { refuse: 'it never ends' },
      dev: { refuse: 'it never ends' },
      bench: { refuse: 'it only reports' },
      run: { kind: 'test', kindWith: { '--typecheck.only': 'typecheck' } },
    },
  },
  {
    programs: ['mocha', '_mocha', 'electron-mocha'],
    kind: 'test',
    watchesWith: ['--watch', '-w'],
    valued: [
      '--require',
      '-r',
      '--reporter',
      '-R',
      '--timeout',
      '-t',
      '--config',
      '--spec',
      '--file',
      '--ui',
      '-u',
      '--import',
      '--loader',
    ],
    selects: ['--config', '--spec', '--grep', '-g'],
    config: ['.mocharc*', 'test/mocha.opts', 'package.json#mocha'],
    configWith: ['--config'],
    read: readMocha,
  },
  {
    programs: [
      'ava',
      'tap',
      'tape',
      'uvu',
      'jasmine',
      'borp',
      'lab',
      'japa',
      'qunit',
      'zora',
      'poku',
      'ospec',
      'baretest',
      'tap-spec',
      'brittle',
      'node-tap',
      'testem',
      'hereby-test',
      'c8-test',
      'bare-test',
    ],
    kind: 'test',
    watchesWith: ['--watch', '-w'],
    config: [
      'ava.config.*',
      '.taprc',
      'package.json#ava',
      'package.json#tap',
      'jasmine.json',
    ],
    read: readNodeTest,
  },
  {
    programs: [
      'playwright',
      'cypress',
      'wdio',
      'nightwatch',
      'testcafe',
      'detox',
      'karma',
      'percy',
      'chromatic',
      'puppeteer',
      'web-test-runner',
      'wtr',
      'airtap',
      'lighthouse',
      'lhci',
      'storybook-test',
      'test-storybook',
      'aegir',
    ],
    refuse: 'it needs a browser or a service',
  },
  {
    programs: ['ng'],
    config: ['angular.json', ...TSCONFIG],
    sub: {
      test: {
        kind: 'test',
        endsWith: ['--watch', '--no-watch', '--single-run'],
      },
      build: { kind: 'build', watchesWith: ['--watch'] },
      lint: { kind: 'lint', writesWith: ['--fix'] },
      serve: { refuse: 'it never ends' },
      e2e: { refuse: 'it needs a browser or a service' },
    },
  },
  {
    programs: ['react-scripts', 'craco', 'react-app-rewired'],
    sub: {
      test: { kind: 'test', read: readJest },
      build: { kind: 'build' },
      start: { refuse: 'it never ends' },
    },
  },
  {
    programs: ['backstage-cli'],
    sub: {
      repo: {
        sub: {
          test: { kind: 'test', read: readJest },
          lint: { kind: 'lint', writesWith: ['--fix'], read: readEslint },
          build: { kind: 'build' },
          start: { refuse: 'it never ends' },
        },
      },
      package: {
        sub: {
          test: { kind: 'test', read: readJest },
          lint: { kind: 'lint', writesWith: ['--fix'], read: readEslint },
          build: { kind: 'build' },
          start: { refuse: 'it never ends' },
        },
      },
    },
  },
  {
    programs: [
      'aegir',
      'tsdx',
      'wp-scripts',
      'kcd-scripts',
      'umi-test',
      'father',
      'dumi',
      'vue-cli-service',
    ],
    sub: {
      test: { kind: 'test' },
      lint: { kind: 'lint', writesWith: ['--fix'] },
      build: { kind: 'build' },
      validate: { kind: 'lint' },
      start: { refuse: 'it never ends' },
      dev: { refuse: 'it never ends' },
      serve: { refuse: 'it never ends' },
      'test-unit-js': { kind: 'test' },
      'lint-js': { kind: 'lint', writesWith: ['--fix'] },
    },
  },
  {
    programs: ['next'],
    config: ['next.config.*'],
    sub: {
      build: { kind: 'build' },
      lint: { kind: 'lint', writesWith: ['--fix'] },
      dev: { refuse: 'it never ends' },
      start: { refuse: 'it never ends' },
    },
  },
  {
    programs: [
      'vite',
      'nuxt',
      'nuxi',
      'astro',
      'remix',
      'svelte-kit',
      'gatsby',
      'rsbuild',
      'rspress',
      'snowpack',
      'ember',
      'quasar',
    ],
    sub: {
      build: { kind: 'build', watchesWith: ['--watch', '-w'] },
      generate: { kind: 'build' },
      typecheck: { kind: 'typecheck' },
      check: { kind: 'typecheck' },
      test: { kind: 'test' },
      '': { refuse: 'it never ends' },
      '*': { refuse: 'it never ends' },
    },
  },
  {
    programs: [
      'rspack',
      'rslib',
      'parcel',
      'webpack',
      'webpack-cli',
      'unbuild',
      'microbundle',
      'tsdown',
      'zshy',
      'bob',
      'preconstruct',
      'crackle',
      'pkgroll',
      'obuild',
      'mkdist',
      'siroc',
    ],
    watchesWith: ['--watch', '-w'],
    sub: {
      dev: { refuse: 'it never ends' },
      serve: { refuse: 'it never ends' },
      start: { refuse: 'it never ends' },
      watch: { refuse: 'it never ends' },
      preview: { refuse: 'it never ends' },
      typecheck: { kind: 'typecheck' },
      check: { kind: 'typecheck' },
      test: { kind: 'test' },
    },
    kind: 'build',
  },
  {
    programs: [
      'rollup',
      'esbuild',
      'tsup',
      'bunchee',
      'swc',
      'babel',
      'ncc',
      'duel',
      'tshy',
      'ng-packagr',
      'gulp',
      'grunt',
      'wireit',
      'hereby',
      'napi',
      'terser',
      'uglifyjs',
      'sass',
      'postcss',
      'lessc',
      'bili',
      'pika',
      'stencil',
      'web-ext-build',
      'electron-builder',
      'pkg',
      'vsce',
    ],
    kind: 'build',
    watchesWith: ['--watch', '-w', '--serve'],
    refuseWith: { '--publish': 'it publishes' },
  },
  {
    programs: [
      'vitepress',
      'docusaurus',
      'typedoc',
      'jsdoc',
      'storybook',
      'build-storybook',
      'documentation',
      'esdoc',
      'honkit',
      'mintlify',
      'start-storybook',
      'ladle',
    ],
    refuse: 'it builds documentation',
  },
  {
    programs: [
      'nodemon',
      'http-server',
      'serve',
      'live-server',
      'chokidar',
      'tsc-watch',
      'onchange',
      'webpack-dev-server',
      'json-server',
      'node-dev',
      'ts-node-dev',
      'wrangler',
      'start-server-and-test',
    ],
    refuse: 'it never ends',
  },
  {
    programs: [
      'semantic-release',
      'changeset',
      'np',
      'release-it',
      'standard-version',
      'lerna-publish',
      'auto',
      'bumpp',
      'pkg-pr-new',
      'changelogithub',
      'gh-pages',
      'vercel',
      'netlify',
      'firebase',
      'surge',
    ],
    refuse: 'it publishes',
  },
  {
    programs: [
      'codecov',
      'coveralls',
      'danger',
      'codeclimate',
      'npm-check-updates',
      'ncu',
      'autocannon',
      'clinic',
      '0x',
    ],
    refuse: 'it only reports',
  },
  {
    programs: ['sort-package-json', 'import-sort', 'prettier-package-json'],
    kind: 'format',
    checksWith: ['--check', '-c', '-l'],
  },
  {
    programs: ['prettier-eslint', 'lint-staged', 'pretty-quick', 'nano-staged'],
    refuse: 'it rewrites files',
    refuseWith: {},
  },
];

function biomeRule() {
  return {
    quiet: ['--colors', '--reporter', '--no-errors-on-unmatched'],
    valued: ['--reporter'],
  };
}

/** `node scripts/lint` finds `scripts/lint.js` too. */
async function nodeScript(
  files: TreeFiles,
  directory: string,
  words: readonly Word[],
  at: number,
): Promise<Expansion | undefined> {
  const path = words[at].text;
  const more = quoteWords(words.slice(at + 1));
  for (const name of [path, `${path}.js`, `${path}/index.js`]) {
    const found = await repositoryScript(files, directory, name, {
      kind: kindOfPath(path) ?? kindOfName(more),
      more,
    });
    if (found) return found;
  }
  return undefined;
}

async function denoTask(
  name: string | undefined,
  directory: string,
  files: TreeFiles,
) {
  for (const file of ['deno.json', 'deno.jsonc']) {
    const path = directory === '' ? file : `${directory}/${file}`;
    const text = await files.read(path);
    const found = new RegExp(
      `"${name?.replace(/[^\w:-]/g, '')}"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)"`,
    ).exec(text ?? '')?.[1];
    if (found)
      return {
        scripts: [
          { name: `task "${name}" of ${path}`, text: found, directory },
        ],
      };
  }
  return undefined;
}

function nonEmpty<T>(words: readonly T[]): readonly T[] | undefined {
  return words.length > 0 ? words : undefined;
}

function leading(words: readonly { text: string }[], pattern: RegExp): number {
  const rest = words.slice(1);
  const index = rest.findIndex(({ text }) => !pattern.test(text));
  return index < 0 ? rest.length : index;
}

/** Programs of JavaScript repositories. */
export const javascriptTools: readonly Tool[] = [
  ...managers,
  ...runners,
  ...monorepoTools,
  ...checkers,
];
