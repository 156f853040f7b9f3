import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runProgram, StepError } from './processes.mjs';
import { step } from './progress.mjs';

/**
 * A Node that Backstage runs on.
 *
 * @typedef {{ path: string, version: string, modules: string, headers: string | undefined }} FittingNode
 *   `modules` is its ABI, `headers` the folder whose `include/node` belongs to it
 */

/**
 * Finds a Node that fits, and installs the pinned one where the machine's own does not.
 *
 * Backstage wants 22 or 24. From 24.20 on, native addons that are compiled against Node's headers abort the
 * process when one of their objects is collected.
 *
 * @param {string} root of the checkout
 * @returns {Promise<FittingNode>}
 */
export async function findFittingNode(root) {
  if (fits(process.versions.node)) {
    const prefix = dirname(dirname(process.execPath));
    return {
      path: process.execPath,
      version: process.versions.node,
      modules: process.versions.modules,
      headers: headersFor(prefix, process.versions.node),
    };
  }
  return installedNode(root);
}

function fits(version) {
  const [major, minor] = version.split('.').map(Number);
  return major === 22 || (major === 24 && minor < 20);
}

/** @returns {string | undefined} the prefix, if the headers in it are those of this very version */
function headersFor(prefix, version) {
  try {
    const text = readFileSync(
      join(prefix, 'include/node/node_version.h'),
      'utf8',
    );
    const part = name =>
      new RegExp(`#define NODE_${name}_VERSION (\\d+)`).exec(text)?.[1];
    const found = ['MAJOR', 'MINOR', 'PATCH'].map(part).join('.');
    return found === version ? prefix : undefined;
  } catch {
    return undefined;
  }
}

async function installedNode(root) {
  const name = `node-${process.platform}-${process.arch}`;
  const pinned = JSON.parse(
    readFileSync(join(root, 'scripts/toolchain/package.json'), 'utf8'),
  ).optionalDependencies;
  const version = pinned[name];
  if (!version) {
    throw new StepError(
      `Node ${process.versions.node} does not fit, and there is no pinned one for ${process.platform} on ${process.arch}.`,
      { remedy: 'Install Node 24.18 (or any 22) and run the command again.' },
    );
  }
  const target = join(root, '.tools/node');
  const prefix = join(target, 'node_modules', name);
  if (versionOf(prefix) !== version) await install(root, target);
  const path = join(prefix, 'bin/node');
  if (versionOf(prefix) !== version || !existsSync(path)) {
    throw new StepError(`npm installed no ${name}@${version}.`, {
      remedy: `Check that npm does not omit optional dependencies ('npm config get omit'), delete ${target} and run the command again.`,
    });
  }
  return {
    path,
    version,
    modules: abiOf(prefix),
    headers: headersFor(prefix, version),
  };
}

function versionOf(prefix) {
  try {
    return createRequire(import.meta.url)(join(prefix, 'package.json')).version;
  } catch {
    return undefined;
  }
}

function abiOf(prefix) {
  const text = readFileSync(
    join(prefix, 'include/node/node_version.h'),
    'utf8',
  );
  return /#define NODE_MODULE_VERSION (\d+)/.exec(text)?.[1] ?? '';
}

async function install(root, target) {
  mkdirSync(target, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(join(root, 'scripts/toolchain', file), join(target, file));
  }
  await step(
    `Node ${process.versions.node} does not fit: installing a fitting Node into .tools`,
    async report => {
      const { code, tail } = await runProgram(
        'npm',
        ['ci', '--ignore-scripts', '--no-audit', '--no-fund'],
        { cwd: target, output: 'capture', onLine: report },
      );
      if (code === 0) return;
      throw new StepError('Could not install a fitting Node with npm.', {
        tail,
        remedy:
          'Check the network and the proxy settings of npm, or install Node 24.18 (or any 22) yourself.',
      });
    },
  );
}
