import type { Tool } from '../Ecosystem';
import { firstArgument, kindOfName, repositoryScript } from '../trace';
import { readMinitest, readRspec, readRubocop } from './output';
import { expandRake } from './rakefile';

const RUBOCOP = [
  '.rubocop.yml',
  '.rubocop_todo.yml',
  '.rubocop/**',
  '.standard.yml',
];
const FIXES = [
  '-a',
  '-A',
  '--autocorrect',
  '--auto-correct',
  '--autocorrect-all',
  '--auto-correct-all',
  '-x',
  '--fix',
  '--fix-layout',
  '--auto-gen-config',
  '--regenerate-todo',
];

/** Programs of Ruby repositories. */
export const rubyTools: readonly Tool[] = [
  {
    programs: ['bundle', 'bundler'],
    sub: {
      install: { setup: true },
      '': { setup: true },
      exec: {
        wraps(words) {
          const at = firstArgument(
            words,
            words.findIndex(({ text }) => text === 'exec') + 1,
          );
          return at < 0 ? undefined : words.slice(at);
        },
      },
      audit: { refuse: 'it only reports' },
    },
  },
  {
    programs: ['appraisal'],
    wraps: words => (words.length > 2 ? words.slice(2) : undefined),
  },
  {
    programs: ['rake'],
    wrapper: true,
    expand: expandRake,
    valued: ['-f', '-C', '-j'],
  },
  {
    programs: ['ruby', 'jruby', 'truffleruby'],
    wraps(words) {
      const script = words.findIndex(({ text }) => text === '-S');
      return script > 0 ? words.slice(script + 1) : undefined;
    },
    async expand({ words, directory }, files) {
      const at = firstArgument(words, 1, ['-I', '-r', '-e', '-C']);
      if (at < 0 || words.some(({ text }) => text === '-e')) return undefined;
      const path = words[at].text;
      const kind = kindOfName(path);
      const checks = kind === 'test' || kind === 'lint' ? kind : undefined;
      return await repositoryScript(files, directory, path, { kind: checks });
    },
  },
  {
    programs: ['rspec', 'parallel_rspec', 'turbo_tests'],
    wrapper: true,
    kind: 'test',
    valued: [
      '-f',
      '--format',
      '-o',
      '--out',
      '-t',
      '--tag',
      '-P',
      '--pattern',
      '-n',
      '-r',
    ],
    selects: ['-t', '--tag', '-P', '--pattern'],
    config: ['.rspec', 'spec_helper.rb', 'rails_helper.rb', '.simplecov'],
    read: readRspec,
  },
  {
    programs: ['minitest', 'parallel_test', 'm', 'mtest', 'tldr'],
    kind: 'test',
    config: ['test_helper.rb', '.simplecov'],
    read: readMinitest,
  },
  {
    programs: [
      'rubocop',
      'standardrb',
      'rufo',
      'erblint',
      'erb_lint',
      'haml-lint',
      'slim-lint',
      'reek',
      'fasterer',
      'mdl',
      'solargraph',
      'yard-lint',
      'rails_best_practices',
      'flay',
      'flog',
      'i18n-tasks',
      'packwerk',
    ],
    wrapper: true,
    kind: 'lint',
    writesWith: FIXES,
    valued: [
      '-c',
      '--config',
      '-f',
      '--format',
      '--only',
      '--except',
      '--require',
      '-r',
    ],
    selects: ['--only'],
    quiet: ['--parallel', '--format', '-f', '--color', '--display-cop-names'],
    config: RUBOCOP,
    configWith: ['-c', '--config'],
    read: readRubocop,
  },
  {
    programs: ['brakeman', 'bundle-audit', 'bundler-audit', 'ruby-audit'],
    wrapper: true,
    refuse: 'it only reports',
  },
  {
    programs: ['steep', 'srb', 'rbs', 'typeprof'],
    config: ['Steepfile', 'sorbet/config'],
    sub: {
      check: { kind: 'typecheck' },
      tc: { kind: 'typecheck' },
      validate: { kind: 'typecheck' },
      test: { kind: 'test' },
    },
  },
  {
    programs: ['cucumber', 'spinach', 'mutant', 'spec', 'bacon'],
    kind: 'test',
    config: ['cucumber.yml'],
  },
  {
    programs: ['rails'],
    wrapper: true,
    sub: {
      test: { kind: 'test', read: readMinitest },
      'zeitwerk:check': { kind: 'lint' },
      server: { refuse: 'it never ends' },
      'test:system': { refuse: 'it needs a browser or a service' },
      'test:all': { refuse: 'it needs a browser or a service' },
    },
  },
  {
    programs: ['gem'],
    sub: {
      install: { refuse: 'it installs into the system' },
      push: { refuse: 'it publishes' },
      build: { refuse: 'it only reports' },
    },
  },
  { programs: ['guard'], refuse: 'it never ends' },
  {
    programs: ['yard', 'rdoc', 'jekyll', 'nanoc'],
    refuse: 'it builds documentation',
  },
];
