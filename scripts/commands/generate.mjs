import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { renderApiReference } from './apiReference.mjs';

const SOURCE = 'plugins/background-tasks-backend/src/schema/openapi.yaml';
const HEADER = `// Made from ${SOURCE} by 'npm run generate': change that, and run it again.\n`;

/**
 * Makes all that follows from the OpenAPI document: the types that client and backend share, the document that the
 * backend validates from and serves, and the API reference.
 *
 * @param {{ root: string }} context
 * @param {string[]} args `--check`: only tells whether everything is up to date
 */
export async function run({ root }, args) {
  const outdated = [];
  for (const [file, text] of Object.entries(await generate(root))) {
    const path = join(root, file);
    if (readOrEmpty(path) === text) continue;
    outdated.push(file);
    if (!args.includes('--check')) writeFileSync(path, text);
  }
  const verb = args.includes('--check') ? 'out of date' : 'written';
  for (const file of outdated) process.stdout.write(`${verb}: ${file}\n`);
  return args.includes('--check') && outdated.length > 0 ? 1 : 0;
}

/** @returns {Promise<Record<string, string>>} text by file */
async function generate(root) {
  // From the repository's dependencies, which the bootstrap has installed by now.
  const load = createRequire(join(root, 'package.json'));
  const { default: toTypes, astToString } = load('openapi-typescript');
  const yaml = load('yaml');
  const prettier = load('prettier');
  const source = readFileSync(join(root, SOURCE), 'utf8');
  const document = yaml.parse(source, { merge: true });
  const types = astToString(await toTypes(document));
  const files = {
    'plugins/background-tasks-common/src/generated/openapi.ts': `${HEADER}${types}`,
    'plugins/background-tasks-backend/src/schema/openapi.generated.ts': `${HEADER}import type { JsonObject } from '@backstage/types';\n\n/** The API, as the backend validates and serves it. */\nexport const openapiDocument: JsonObject = ${JSON.stringify(
      document,
    )};\n`,
    'docs/developer-guide/api-reference.md': renderApiReference(
      document,
      readFileSync(
        join(root, 'docs/developer-guide/api-reference.head.md'),
        'utf8',
      ),
    ),
  };
  /** @type {Record<string, string>} */
  const formatted = {};
  for (const [file, text] of Object.entries(files)) {
    const config = await prettier.resolveConfig(join(root, file));
    formatted[file] = prettier.format(text, {
      ...config,
      filepath: join(root, file),
    });
  }
  return formatted;
}

function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
