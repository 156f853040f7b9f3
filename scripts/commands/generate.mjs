import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { renderApiReference } from './apiReference.mjs';
import { renderSettings } from './settingsReference.mjs';

const SOURCE = 'plugins/background-tasks-backend/src/schema/openapi.yaml';
const HEADER = headerOf(SOURCE);
const SETTINGS = [
  {
    title: 'The plugin',
    plugin: 'background-tasks-backend',
    key: 'backgroundTasks',
  },
  {
    title: 'Tasks in the search',
    plugin: 'search-backend-module-background-tasks',
    key: 'search.collators.backgroundTasks',
  },
];
const CRDS = ['crds/agenticsessions-crd.yaml', 'crds/tasktemplates-crd.yaml'];

/**
 * Makes all that follows from the OpenAPI document: the types that client and backend share, the document that the
 * backend validates from and serves, and the API reference. The types of the Kubernetes resources, from their
 * definitions. And the reference of all settings.
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
    if (!args.includes('--check')) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
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
  const resourceTypes = astToString(await toTypes(resourceSchemas(root, yaml)));
  const files = {
    'plugins/background-tasks-backend/src/executors/kubernetes/sessions/generated/resources.ts': `${headerOf(
      CRDS.join(' and '),
    )}${resourceTypes}`,
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
    'docs/admin/settings.md': renderSettings(
      load('typescript'),
      SETTINGS.map(({ plugin, ...rest }) => ({
        ...rest,
        source: readFileSync(
          join(root, 'plugins', plugin, 'config.d.ts'),
          'utf8',
        ),
      })),
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

/** What `spec` and `status` of our Kubernetes resources are, as an OpenAPI document without paths. */
function resourceSchemas(root, yaml) {
  const schemas = CRDS.flatMap(file => {
    const { spec } = yaml.parse(readFileSync(join(root, file), 'utf8'));
    const { properties } = spec.versions[0].schema.openAPIV3Schema;
    return ['spec', 'status'].map(part => [
      `${spec.names.kind}${part === 'spec' ? 'Spec' : 'Status'}`,
      properties[part],
    ]);
  });
  return {
    openapi: '3.0.3',
    info: { title: 'Resources', version: '1' },
    paths: {},
    components: { schemas: Object.fromEntries(schemas) },
  };
}

function headerOf(source) {
  return `// Made from ${source} by 'npm run generate': change that, and run it again.\n`;
}

function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
