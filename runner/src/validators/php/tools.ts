import type { Tool, ToolRule } from '../Ecosystem';
import { quoteWords } from '../shell';
import { firstArgument } from '../trace';
import { expandScript } from './composer';
import {
  readCsFixer,
  readPhpcs,
  readPhpstan,
  readPhpunit,
  readPsalm,
} from './output';

const script: ToolRule = {
  async expand(call, files) {
    const at = firstArgument(call.words, 1, ['-d', '--working-dir']);
    const run = ['run', 'run-script', 'exec'].includes(
      call.words.at(at)?.text ?? '',
    );
    const index = run ? firstArgument(call.words, at + 1) : at;
    return await expandScript(
      call.words.at(index)?.text,
      call,
      index + 1,
      files,
    );
  },
};
const reports: ToolRule = { refuse: 'it only reports' };
const QUIET = [
  '--no-progress',
  '--no-interaction',
  '--ansi',
  '--no-ansi',
  '--colors',
];
const phpstan: ToolRule = {
  kind: 'typecheck',
  refuseWith: { '--generate-baseline': 'it rewrites files' },
};

/** Programs of PHP repositories. */
export const phpTools: readonly Tool[] = [
  {
    programs: ['composer'],
    wrapper: true,
    valued: ['-d', '--working-dir'],
    sub: {
      install: { setup: true },
      i: { setup: true },
      update: { setup: true },
      u: { setup: true },
      bin: { setup: true },
      require: reports,
      config: reports,
      global: { refuse: 'it installs into the system' },
      validate: { kind: 'lint' },
      normalize: {
        kind: 'format',
        checksWith: ['--dry-run'],
        fix: { drop: ['--dry-run', '--diff'] },
      },
      audit: reports,
      'dump-autoload': reports,
      // `composer exec phpunit -- --filter a`
      exec: {
        async expand({ words, directory }) {
          const at = firstArgument(words, 2);
          if (at < 0) return undefined;
          const own = words.slice(at).filter(({ text }) => text !== '--');
          const line = quoteWords(own);
          return {
            scripts: [{ name: line, text: '', script: line, directory }],
          };
        },
      },
      '*': script,
    },
  },
  {
    programs: ['php'],
    valued: ['-d', '-c'],
    refuseWith: { '-S': 'it never ends', '-r': 'it only reports' },
    wraps(words) {
      const at = firstArgument(words, 1, ['-d', '-c']);
      const known = at > 0 && !words[at].text.endsWith('.php');
      return known ? words.slice(at) : undefined;
    },
  },
  {
    programs: ['artisan'],
    sub: {
      test: { kind: 'test', read: readPhpunit },
      serve: { refuse: 'it never ends' },
    },
  },
  {
    programs: [
      'phpunit',
      'simple-phpunit',
      'pest',
      'paratest',
      'codecept',
      'behat',
      'phpspec',
      'atoum',
      'kahlan',
      'tester',
    ],
    wrapper: true,
    kind: 'test',
    quiet: QUIET,
    valued: [
      '-c',
      '--configuration',
      '--filter',
      '--testsuite',
      '--group',
      '--exclude-group',
      '-d',
      '--coverage-clover',
      '--log-junit',
      '--bootstrap',
    ],
    selects: ['-c', '--configuration', '--filter', '--testsuite', '--group'],
    config: [
      'phpunit.xml',
      'phpunit.xml.dist',
      'phpunit.dist.xml',
      'codeception.yml',
      'behat.yml',
      'phpspec.yml',
      'tests/Pest.php',
    ],
    configWith: ['-c', '--configuration'],
    read: readPhpunit,
    sub: { 'type-coverage': { kind: 'typecheck' } },
  },
  {
    programs: [
      'phpcs',
      'parallel-lint',
      'phpmd',
      'deptrac',
      'phplint',
      'composer-unused',
      'composer-require-checker',
      'phpcpd',
      'twigcs',
      'twig-cs-fixer',
      'phpinsights',
      'composer-normalize',
      'phparkitect',
      'churn',
      'roave-backward-compatibility-check',
    ],
    wrapper: true,
    kind: 'lint',
    quiet: QUIET,
    writesWith: ['--fix'],
    valued: [
      '--standard',
      '--report',
      '--extensions',
      '--exclude',
      '--ignore',
      '-d',
    ],
    selects: ['--standard'],
    config: [
      'phpcs.xml',
      'phpcs.xml.dist',
      '.phpcs.xml',
      '.phpcs.xml.dist',
      'phpmd*.xml',
      'deptrac.yaml',
      'ruleset.xml',
    ],
    configWith: ['--standard'],
    read: readPhpcs,
  },
  {
    programs: ['php-cs-fixer'],
    wrapper: true,
    config: [
      '.php-cs-fixer.php',
      '.php-cs-fixer.dist.php',
      '.php_cs',
      '.php_cs.dist',
    ],
    configWith: ['--config'],
    valued: ['--config', '--rules'],
    quiet: [
      '--show-progress',
      '--no-interaction',
      '--ansi',
      '--no-ansi',
      '--format',
    ],
    read: readCsFixer,
    sub: {
      fix: {
        kind: 'format',
        checksWith: ['--dry-run'],
        fix: { drop: ['--dry-run', '--diff', '--stop-on-violation'] },
      },
      check: { kind: 'format' },
    },
  },
  {
    programs: ['pint'],
    wrapper: true,
    kind: 'format',
    checksWith: ['--test'],
    fix: { drop: ['--test'] },
    config: ['pint.json'],
    read: readCsFixer,
  },
  {
    programs: ['ecs'],
    wrapper: true,
    kind: 'lint',
    writesWith: ['--fix'],
    config: ['ecs.php'],
    read: readPhpcs,
  },
  {
    programs: ['rector'],
    wrapper: true,
    config: ['rector.php'],
    sub: {
      process: { kind: 'lint', checksWith: ['--dry-run', '-n'] },
      '': { kind: 'lint', checksWith: ['--dry-run', '-n'] },
    },
  },
  {
    programs: ['phpstan', 'larastan'],
    wrapper: true,
    quiet: QUIET,
    valued: [
      '-c',
      '--configuration',
      '--memory-limit',
      '--error-format',
      '-l',
      '--level',
    ],
    selects: ['-c', '--configuration'],
    config: [
      'phpstan.neon',
      'phpstan.neon.dist',
      'phpstan.dist.neon',
      'phpstan-baseline.neon',
    ],
    configWith: ['-c', '--configuration'],
    read: readPhpstan,
    sub: { analyse: phpstan, analyze: phpstan, '': phpstan },
  },
  {
    programs: ['psalm', 'phan'],
    wrapper: true,
    kind: 'typecheck',
    quiet: [
      ...QUIET,
      '--output-format',
      '--shepherd',
      '--stats',
      '--no-cache',
      '--threads',
    ],
    valued: ['-c', '--config', '--output-format'],
    selects: ['-c', '--config', '--taint-analysis'],
    writesWith: ['--alter', '--set-baseline', '--update-baseline'],
    config: [
      'psalm.xml',
      'psalm.xml.dist',
      'psalm-baseline.xml',
      '.phan/config.php',
    ],
    configWith: ['-c', '--config'],
    read: readPsalm,
  },
  { programs: ['phpcbf'], wrapper: true, refuse: 'it rewrites files' },
  {
    programs: [
      'infection',
      'phpbench',
      'phploc',
      'pdepend',
      'php-coveralls',
      'local-php-security-checker',
      'phpmetrics',
      'roave-infection-static-analysis-plugin',
    ],
    wrapper: true,
    refuse: 'it only reports',
  },
  { programs: ['phpdoc', 'phpdocumentor'], refuse: 'it builds documentation' },
  { programs: ['phive', 'pecl'], refuse: 'it installs into the system' },
];
