import {
  checkKinds,
  type CheckKind,
} from '@background-tasks/plugin-background-tasks-common';
import type { TreeFiles } from '../../git';
import type { Convention } from '../Ecosystem';
import { findPackageManager, runCommand } from './packageManager';
import { readPackageJson } from './packageJson';
import { bodyOf, nameOf } from './scripts';

/** Names under which a kind of check is found, the best first. A name alone proves nothing: what it runs does. */
const scriptNames: Readonly<Record<CheckKind, readonly string[]>> = {
  format: [
    'format:check',
    'format-check',
    'check:format',
    'check-format',
    'prettier:check',
    'check:prettier',
    'fmt:check',
    'check:fmt',
    'lint:format',
    'test:format',
    'formatcheck',
    'format',
    'fmt',
    'prettier',
  ],
  lint: [
    'lint',
    'lint:check',
    'check:lint',
    'lint:ci',
    'lint:js',
    'test:lint',
    'eslint',
    'eslint:check',
  ],
  typecheck: [
    'typecheck',
    'type-check',
    'check-types',
    'check:types',
    'check:type',
    'types:check',
    'test:types',
    'lint:types',
    'check-typing',
    'test-typing',
    'tsc',
    'types',
  ],
  test: ['test', 'test:ci', 'test:unit', 'unit'],
  build: ['build'],
};

const MAX_PROJECTS = 20;
/** Folders whose packages are no part of what is shipped. */
const ASIDE =
  /(?:^|\/)(?:examples?|fixtures?|__fixtures__|tests?|__tests__|spec|docs?|website|site|demos?|samples?|benchmarks?|bench|playgrounds?|templates?|e2e|vendor|third_party|node_modules|tools?)(?:\/|$)/i;

/** The scripts that contributors call, of the root or, where that is no package, of the folders below it. */
export async function javascriptConventions(
  files: TreeFiles,
): Promise<Convention[]> {
  const found: Convention[] = [];
  for (const directory of await projectsOf(files)) {
    const manager = await findPackageManager(files, directory);
    if (!manager) continue;
    const scripts = (await readPackageJson(files, directory))?.scripts ?? {};
    for (const kind of checkKinds) {
      for (const name of scriptNames[kind]) {
        if (bodyOf(scripts, name) === undefined) continue;
        found.push({
          ...{ kind, directory, basis: 'declared' },
          group: `${directory}\0${kind}`,
          command: runCommand(manager.name, name),
          reason: nameOf(name, directory),
        });
      }
    }
  }
  return found;
}

async function projectsOf(files: TreeFiles): Promise<string[]> {
  if (await files.has('package.json')) return [''];
  return (await files.list())
    .filter(path => /^(?:[^/]+\/){1,2}package\.json$/.test(path))
    .map(path => path.slice(0, -'/package.json'.length))
    .filter(folder => !ASIDE.test(folder))
    .filter((folder, _, all) => !all.some(one => folder.startsWith(`${one}/`)))
    .slice(0, MAX_PROJECTS);
}
