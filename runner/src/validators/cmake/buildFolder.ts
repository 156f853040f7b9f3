import type { Call } from '../Ecosystem';
import { plainWord, type Word } from '../shell';
import { firstArgument, hasOption, resolveFolder } from '../trace';

/** Folders that only a build makes. */
const BUILD =
  /^(?:_?build\w*|[\w-]*build|out|bld|cmake-build-.*|_builds|obj)$/i;

/** A call in a folder that a build makes, as the folder above it and the path of the build from there. */
export function fromAbove({
  directory,
}: Call): { directory: string; build: string } | undefined {
  const parts = directory.split('/');
  const index = parts.findIndex(part => BUILD.test(part));
  if (index < 0) return undefined;
  return {
    directory: parts.slice(0, index).join('/'),
    build: parts.slice(index).join('/'),
  };
}

/** `cd build && cmake ..` is `cmake -S . -B build`; `cmake --build .` there is `cmake --build build`. */
export function cmakeFromAbove(call: Call): Call | undefined {
  const above = fromAbove(call);
  if (!above) return undefined;
  const [program, ...rest] = call.words;
  const at = rest.findIndex(({ text }) => text === '--build');
  if (at >= 0) {
    const path = rest.at(at + 1)?.text ?? '.';
    const build = path === '.' ? above.build : `${above.build}/${path}`;
    return {
      directory: above.directory,
      words: [
        program,
        ...rest.slice(0, at + 1),
        plainWord(build),
        ...rest.slice(at + 2),
      ],
    };
  }
  if (hasOption(rest, ['-S', '-B', '-E', '-P', '--preset'])) return undefined;
  const index = firstArgument(call.words, 1, ['-G', '-D', '-T', '-A', '-C']);
  if (index < 0) return undefined;
  const source = resolveFolder(call.directory, call.words[index].text);
  if (source === undefined) return undefined;
  const from =
    source === above.directory
      ? '.'
      : source.slice(above.directory.length).replace(/^\//, '');
  return {
    directory: above.directory,
    words: [
      program,
      ...['-S', from, '-B', above.build].map(plainWord),
      ...call.words.filter((_, place) => place > 0 && place !== index),
    ],
  };
}

/** `cd build && ctest` is `ctest --test-dir build`. */
export function ctestFromAbove(call: Call): Call | undefined {
  const above = fromAbove(call);
  if (!above || hasOption(call.words, ['--test-dir'])) return undefined;
  const [program, ...rest] = call.words;
  return {
    directory: above.directory,
    words: [program, plainWord('--test-dir'), plainWord(above.build), ...rest],
  };
}

/** `cd build && make` is `cmake --build build`; `make test` there is `ctest`. */
export function makeFromAbove(call: Call): Call | undefined {
  const folder = call.words.find(
    (_, index) => call.words[index - 1]?.text === '-C',
  );
  const directory = folder
    ? resolveFolder(call.directory, folder.text)
    : call.directory;
  const above =
    directory === undefined ? undefined : fromAbove({ ...call, directory });
  if (!above) return undefined;
  const targets = targetsOf(call.words);
  if (targets.some(({ text }) => /^(?:test|check)$/.test(text))) {
    return {
      directory: above.directory,
      words: ['ctest', '--test-dir', above.build].map(plainWord),
    };
  }
  return {
    directory: above.directory,
    words: [
      ...['cmake', '--build', above.build].map(plainWord),
      ...targets.flatMap(target => [plainWord('--target'), target]),
    ],
  };
}

function targetsOf(words: readonly Word[]): Word[] {
  return words.filter(
    ({ text }, index) =>
      index > 0 &&
      /^[A-Za-z][\w.-]*$/.test(text) &&
      text !== 'all' &&
      !['-C', '-f', '-j', '-k'].includes(words[index - 1].text),
  );
}
