import type { Convention, Ecosystem, OutputReader } from '../Ecosystem';
import type { CommandFailure } from '../Validator';

const PROGRAM = 'editorconfig-checker';
const CONFIGS = [
  '.ecrc',
  '.editorconfig-checker.json',
  '.editorconfig-checker',
];

/** `src/a.ts:` with `\t3: Wrong indentation` below it. */
export const readEditorconfig: OutputReader = lines => {
  const failures: CommandFailure[] = [];
  let file: string | undefined;
  for (const line of lines) {
    file = /^([\w./@+-]+):$/.exec(line)?.[1] ?? file;
    const [, at, message] =
      /^\s+(?:(\d+)(?:-\d+)?: )?((?:Wrong|Trailing|Final|Not all|Line too|No final|Max line|File should)\b.*)$/i.exec(
        line,
      ) ?? [];
    if (file !== undefined && message !== undefined) {
      failures.push({ file, ...(at && { line: Number(at) }), message });
    }
  }
  return { failures };
};

/** Repositories whose files are held to their .editorconfig. */
export const editorconfig: Ecosystem = {
  id: 'editorconfig',
  looksFor: '.editorconfig where its checker is configured',
  tools: [
    {
      programs: [PROGRAM, 'ec', 'eclint'],
      kind: 'lint',
      writesWith: ['fix', '--fix'],
      config: ['.editorconfig', ...CONFIGS],
      configWith: ['-config', '--config'],
      read: readEditorconfig,
    },
  ],

  async conventions(files): Promise<Convention[]> {
    if (!(await files.has('.editorconfig'))) return [];
    for (const reason of CONFIGS) {
      if (await files.has(reason)) {
        return [
          { ...{ kind: 'lint', basis: 'default' }, command: PROGRAM, reason },
        ];
      }
    }
    return [];
  },

  async setup() {
    return { setup: [], pins: [] };
  },
};
