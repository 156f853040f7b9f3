// What is left to do before a package is packed, by npm or by Yarn, and after it: `prepack` and `postpack` of each
// public package call it in the package's folder, behind the Backstage CLI's own.
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFolders } from './commands/tools.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const WORKSPACE_RANGE = /^workspace:([\^~]?)\*?$/;

/** Makes the manifest that of a published package. The Backstage CLI keeps the old one, and puts it back afterwards. */
function prepare() {
  const manifest = readManifest('.');
  const versions = publicVersions();
  for (const kind of ['dependencies', 'peerDependencies']) {
    for (const [name, range] of Object.entries(manifest[kind] ?? {})) {
      const prefix = WORKSPACE_RANGE.exec(range)?.[1];
      // npm publishes the ranges of a workspace as they are.
      if (prefix === undefined) continue;
      if (!versions.has(name)) {
        throw new Error(`${manifest.name} needs ${name}, which is not public`);
      }
      manifest[kind][name] = `${prefix}${versions.get(name)}`;
    }
  }
  delete manifest.devDependencies;
  writeFileSync('package.json', `${JSON.stringify(manifest, undefined, 2)}\n`);
  copyFileSync(join(root, 'LICENSE'), 'LICENSE');
}

function publicVersions() {
  return new Map(
    packageFolders(root)
      .map(folder => readManifest(join(root, folder)))
      .filter(manifest => !manifest.private)
      .map(({ name, version }) => [name, version]),
  );
}

function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

const [command] = process.argv.slice(2);
if (command === 'prepare') prepare();
else if (command === 'restore') rmSync('LICENSE', { force: true });
else throw new Error(`Unknown command '${command}'`);
