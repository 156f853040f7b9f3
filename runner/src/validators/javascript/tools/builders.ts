import type { Tool } from '../../Ecosystem';
import { readEslint, readJest } from '../output';
import { names, TSCONFIG } from './names';

/** Programs that build, some of which test too. */
export const builders: readonly Tool[] = [
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
    programs: names(`
      aegir tsdx wp-scripts kcd-scripts father dumi vue-cli-service
    `),
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
    programs: names(`
      vite nuxt nuxi astro remix svelte-kit gatsby rsbuild rspress snowpack ember quasar
    `),
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
    programs: names(`
      rspack rslib parcel webpack webpack-cli unbuild microbundle tsdown zshy bob preconstruct crackle
      pkgroll obuild mkdist siroc
    `),
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
    programs: names(`
      rollup esbuild tsup bunchee swc babel ncc duel tshy ng-packagr gulp grunt wireit hereby napi
      terser uglifyjs sass postcss lessc bili pika stencil electron-builder pkg vsce
    `),
    kind: 'build',
    watchesWith: ['--watch', '-w', '--serve'],
    refuseWith: { '--publish': 'it publishes' },
  },
  {
    programs: names(`
      vitepress docusaurus typedoc jsdoc storybook build-storybook documentation esdoc honkit mintlify
      start-storybook ladle
    `),
    refuse: 'it builds documentation',
  },
];
