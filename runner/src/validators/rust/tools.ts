import type { Call, Expansion, Tool, ToolRule } from '../Ecosystem';
import { plainWord, quoteWords, type Word } from '../shell';
import {
  firstArgument,
  isOption,
  kindOfName,
  optionValues,
  withoutOptions,
} from '../trace';
import { readCargoTest, readRustc, readRustfmt } from './output';

const VALUES = [
  '-p',
  '--package',
  '--features',
  '-F',
  '--target',
  '--manifest-path',
  '--exclude',
  '--test',
  '--bin',
  '--example',
  '--bench',
  '--profile',
  '-j',
  '--jobs',
  '--color',
  '--message-format',
  '--target-dir',
  '--config',
  '-Z',
  '-C',
];
const SELECTS = [
  '-p',
  '--package',
  '--workspace',
  '--all',
  '--features',
  '-F',
  '--no-default-features',
  '--all-features',
  '--manifest-path',
  '--test',
  '--lib',
  '--bins',
  '--doc',
  '--examples',
  '--benches',
  '--no-run',
];
const QUIET = [
  '--color',
  '--verbose',
  '-v',
  '-vv',
  '--message-format',
  '-j',
  '--jobs',
];
const common = { valued: VALUES, selects: SELECTS, quiet: QUIET };
const CLIPPY = [
  'clippy.toml',
  '.clippy.toml',
  'Cargo.toml#lints',
  'Cargo.toml#workspace.lints',
];
const CARGO = [
  '.cargo/config.toml',
  '.cargo/config',
  'rust-toolchain',
  'rust-toolchain.toml',
];
/** Targets that this machine can stand in for. */
const HOSTED = /^(?:x86_64|aarch64|i[56]86|arm\w*)-.*(?:linux|darwin|windows)/;

const test: ToolRule = { ...common, kind: 'test', read: readCargoTest };
const build: ToolRule = { ...common, kind: 'build', read: readRustc };

/** The same for the machine that it runs on; a call for another kind of machine is no check here. */
function withoutTarget(call: Call): Call | undefined {
  const end = call.words.findIndex(({ text }) => text === '--');
  const own = end < 0 ? call.words : call.words.slice(0, end);
  const rest = end < 0 ? [] : call.words.slice(end);
  if (!own.some(({ text }) => isOption(text, '--target'))) return undefined;
  const targets = optionValues(own, ['--target']).filter(Boolean);
  const foreign = targets.some(target => !HOSTED.test(target));
  return {
    ...call,
    words: foreign
      ? [plainWord('true')]
      : [...withoutOptions(own, ['--target'], ['--target']), ...rest],
  };
}

/** `cross` is cargo in a container: for this machine's own kind it is cargo. */
function withoutContainer(call: Call): Call | undefined {
  const [, ...rest] = call.words;
  return { ...call, words: [plainWord('cargo'), ...rest] };
}

/** `cargo hack test --each-feature`: cargo, many times. */
function behind(skipped: readonly string[]) {
  return async ({ words, directory }: Call): Promise<Expansion | undefined> => {
    const at = firstArgument(words, 2, VALUES);
    if (at < 0) return undefined;
    const rest: Word[] = words
      .slice(at)
      .filter(({ text }) => !skipped.some(name => text.startsWith(name)));
    const script = quoteWords([plainWord('cargo'), ...rest]);
    return { scripts: [{ name: script, text: '', script, directory }] };
  };
}

/** Programs of Rust repositories. */
export const rustTools: readonly Tool[] = [
  {
    programs: ['cargo'],
    valued: ['-C', '-Z', '--config', '--color'],
    as: withoutTarget,
    config: CARGO,
    sub: {
      fmt: {
        kind: 'format',
        checksWith: ['--check'],
        fix: { drop: ['--check'] },
        valued: ['-p', '--package', '--manifest-path'],
        selects: ['-p', '--package', '--manifest-path'],
        config: ['rustfmt.toml', '.rustfmt.toml'],
        as: withoutTarget,
        read: readRustfmt,
      },
      clippy: {
        ...common,
        kind: 'lint',
        writesWith: ['--fix'],
        config: CLIPPY,
        as: withoutTarget,
        read: readRustc,
      },
      check: {
        ...common,
        kind: 'typecheck',
        as: withoutTarget,
        read: readRustc,
      },
      c: { ...common, kind: 'typecheck', as: withoutTarget, read: readRustc },
      test: { ...test, as: withoutTarget },
      t: { ...test, as: withoutTarget },
      build: { ...build, as: withoutTarget },
      b: { ...build, as: withoutTarget },
      nextest: { sub: { run: test, archive: build } },
      'llvm-cov': { ...test, refuseWith: { clean: 'it only reports' } },
      tarpaulin: test,
      insta: { sub: { test } },
      miri: { sub: { test: { ...test, selects: [...SELECTS, 'miri'] } } },
      hack: {
        expand: behind([
          '--each-feature',
          '--feature-powerset',
          '--optional-deps',
          '--depth',
        ]),
      },
      minimal: { refuse: 'it only reports' },
      deny: { kind: 'lint', config: ['deny.toml', '.deny.toml'] },
      machete: { kind: 'lint', writesWith: ['--fix'] },
      shear: { kind: 'lint', writesWith: ['--fix'] },
      udeps: { kind: 'lint' },
      sort: { kind: 'format', checksWith: ['--check', '-c'] },
      rdme: { kind: 'lint', checksWith: ['--check'] },
      readme: { refuse: 'it rewrites files' },
      'semver-checks': { refuse: 'it only reports' },
      audit: { refuse: 'it only reports' },
      outdated: { refuse: 'it only reports' },
      bench: { refuse: 'it only reports' },
      fuzz: { refuse: 'it never ends' },
      watch: { refuse: 'it never ends' },
      fix: { refuse: 'it rewrites files' },
      fetch: { setup: true },
      install: { refuse: 'it installs into the system' },
      binstall: { refuse: 'it installs into the system' },
      publish: { refuse: 'it publishes' },
      release: { refuse: 'it publishes' },
      doc: { refuse: 'it builds documentation' },
      rustdoc: { refuse: 'it builds documentation' },
      xtask: {
        async expand({ words }) {
          const name = words.at(2)?.text ?? '';
          return {
            kind: kindOfName(name),
            scripts: [],
            identity: quoteWords(words),
          };
        },
      },
    },
  },
  {
    programs: ['rustfmt'],
    kind: 'format',
    checksWith: ['--check'],
    fix: { drop: ['--check'] },
    valued: ['--edition', '--config'],
    config: ['rustfmt.toml', '.rustfmt.toml'],
    read: readRustfmt,
  },
  { programs: ['cross'], as: withoutContainer },
  { programs: ['rustup'], refuse: 'it installs into the system' },
  {
    programs: ['wasm-pack'],
    sub: {
      test: { refuse: 'it needs a browser or a service' },
      build: { kind: 'build' },
    },
  },
  { programs: ['bacon'], refuse: 'it never ends' },
];
