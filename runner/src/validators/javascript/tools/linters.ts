import type { Tool } from '../../Ecosystem';
import { denoTask } from './denoTask';
import {
  readBiome,
  readEslint,
  readOxlint,
  readPrettier,
  readTsc,
} from '../output';
import { names, TSCONFIG } from './names';

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
const SETTINGS = ['--config', '-c', '--project', '-p', '--tsconfig'];

function biomeRule() {
  return {
    quiet: ['--colors', '--reporter', '--no-errors-on-unmatched'],
    valued: ['--reporter'],
  };
}

/** Programs that look at code, lay it out, or check its types. */
export const linters: readonly Tool[] = [
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
    programs: names(`
      cspell alex textlint secretlint ls-lint knip depcheck publint attw size-limit bundlesize madge
      depcruise dependency-cruiser syncpack manypkg sherif check-dts installed-check tslint htmlhint
      lockfile-lint editorconfig-checker eclint api-extractor jscpd commitlint ember-template-lint
    `),
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
    programs: names(`
      tsc tsgo vue-tsc svelte-check glint ngc tspc 
    `),
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
    programs: ['tsd', 'dtslint', 'type-coverage'],
    kind: 'typecheck',
    config: TSCONFIG,
  },
  {
    programs: ['sort-package-json', 'import-sort'],
    kind: 'format',
    checksWith: ['--check', '-c', '-l'],
  },
];
