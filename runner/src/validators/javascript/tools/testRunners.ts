import type { Tool } from '../../Ecosystem';
import { readJest, readMocha, readNodeTest, readVitest } from '../output';
import { names } from './names';

const JEST = ['jest.config.*', 'jest.setup.*', 'package.json#jest'];
const VITEST = ['vitest.config.*', 'vitest.workspace.*', 'vite.config.*'];

/** Programs that run tests. */
export const testRunners: readonly Tool[] = [
  {
    programs: ['jest', 'jest-cli'],
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
    programs: names(`
      ava tap tape uvu jasmine borp lab japa qunit zora poku ospec baretest brittle node-tap
      testem 
    `),
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
    programs: names(`
      playwright cypress wdio nightwatch testcafe detox karma percy chromatic puppeteer
      web-test-runner wtr airtap lighthouse lhci test-storybook aegir
    `),
    refuse: 'it needs a browser or a service',
  },
];
