import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import type { AddedLines } from './addedLines';
import { holdsRandomSecret } from './randomValues';
import { holdsRunToken } from './runTokens';

/** Something in a change that looks like a secret. It says where, and never what. */
export type FoundSecret = {
  path: string;
  line: number | undefined;
  title: string;
};

const PRESET = '@secretlint/secretlint-rule-preset-recommend';
const AWS = '@secretlint/secretlint-rule-aws';
/** Comments by which a file could have itself left out. */
const OPT_OUT = /secretlint-(disable|enable)/g;
/** Lines of minified code and data: they are looked at by the scanner alone. */
const LINE_MAX_CHARS = 20_000;

/** Looks for secrets in the lines that a change adds, with the rules of secretlint and some of our own. */
export async function findSecrets(
  files: readonly AddedLines[],
): Promise<FoundSecret[]> {
  const found: FoundSecret[] = [];
  for (const file of files) {
    found.push(...(await scan(file)), ...scanByOurselves(file));
  }
  return found;
}

/** Looks for secrets in a file that git takes for binary. */
export async function findSecretsInBinary(
  path: string,
  content: Buffer,
): Promise<FoundSecret[]> {
  const lines = content
    .toString('latin1')
    .split(/[\0\n]/)
    .filter(text => text.length >= 16)
    .map(text => ({ number: 0, text }));
  const found = await findSecrets([{ path, lines }]);
  return found.map(secret => ({ ...secret, line: undefined }));
}

async function scan({ path, lines }: AddedLines): Promise<FoundSecret[]> {
  const content = lines
    .map(({ text }) => text)
    .join('\n')
    .replace(OPT_OUT, 'secretlint_$1');
  const result = await lintSource({
    source: { filePath: path, content, contentType: 'text', ext: '.txt' },
    options: {
      locale: 'en',
      maskSecrets: true,
      config: {
        rules: [
          {
            id: PRESET,
            rule: creator,
            rules: [{ id: AWS, options: { enableIDScanRule: true } }],
          },
        ],
      },
    },
  });
  return result.messages.map(({ message, loc }) => ({
    path,
    line: lines[loc.start.line - 1]?.number,
    title: titleOf(message),
  }));
}

function scanByOurselves({ path, lines }: AddedLines): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const { number, text } of lines) {
    if (holdsRunToken(text)) {
      found.push({ path, line: number, title: "a token of this task's run" });
    } else if (text.length <= LINE_MAX_CHARS && holdsRandomSecret(text)) {
      found.push({
        path,
        line: number,
        title: 'a random value named a secret',
      });
    }
  }
  return found;
}

/** `found GitHub Token(****): ****` says what it is before it shows how long it is. */
function titleOf(message: string): string {
  const title = message.replace(/^found /, '').replace(/\s*[(:*][^]*$/, '');
  return title === '' ? 'a secret' : title;
}
