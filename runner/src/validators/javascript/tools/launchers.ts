import type { TreeFiles } from '../../../git';
import type { Expansion, Tool } from '../../Ecosystem';
import { quoteWords, type Word } from '../../shell';
import {
  firstArgument,
  kindOfName,
  kindOfPath,
  repositoryScript,
} from '../../trace';
import { expandManagerCall, expandRunMany } from '../expandScripts';
import { inner } from '../managerCall';
import { readNodeTest } from '../output';

/** Programs that run others. */
export const launchers: readonly Tool[] = [
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

function nonEmpty<T>(words: readonly T[]): readonly T[] | undefined {
  return words.length > 0 ? words : undefined;
}

function leading(words: readonly { text: string }[], pattern: RegExp): number {
  const rest = words.slice(1);
  const index = rest.findIndex(({ text }) => !pattern.test(text));
  return index < 0 ? rest.length : index;
}
