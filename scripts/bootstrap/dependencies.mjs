import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { runProgram, StepError } from './processes.mjs';
import { step } from './progress.mjs';

const YARN = '.yarn/releases/yarn-4.13.0.cjs';
const STAMP = 'node_modules/.background-tasks-install.json';

/**
 * Installs the dependencies with the committed Yarn, unless nothing changed since the last time.
 *
 * @param {string} root of the checkout
 * @param {import('./fittingNode.mjs').FittingNode} node
 * @param {NodeJS.ProcessEnv} env with the fitting Node first in PATH
 */
export async function ensureDependencies(root, node, env) {
  const hash = inputHash(root);
  const stamp = readStamp(root);
  if (stamp?.hash === hash && stamp.modules === node.modules) return;

  const installEnv = {
    ...env,
    // A user's npm configuration may point elsewhere: headers of another Node would make addons that crash.
    ...(node.headers && { npm_config_nodedir: node.headers }),
  };
  await step(
    'Installing dependencies (minutes, the first time)',
    async report => {
      await yarn(root, node, installEnv, ['install', '--immutable'], report);
      // Yarn does not see that the Node changed for which native addons were built.
      if (stamp && stamp.modules !== node.modules) {
        await yarn(root, node, installEnv, ['rebuild'], report);
      }
    },
  );
  mkdirSync(join(root, dirname(STAMP)), { recursive: true });
  writeFileSync(
    join(root, STAMP),
    JSON.stringify({ hash, modules: node.modules }),
  );
}

async function yarn(root, node, env, args, report) {
  const { code, tail } = await runProgram(
    node.path,
    [join(root, YARN), ...args],
    {
      cwd: root,
      env,
      output: 'capture',
      onLine: line => reportStep(line, report),
    },
  );
  if (code === 0) return;
  throw new StepError(`'yarn ${args.join(' ')}' failed.`, {
    tail: `${tail}${buildLog(tail)}`,
    remedy: remedyFor(tail, env),
  });
}

// The rest is for whoever looks into a failure.
function reportStep(line, report) {
  const title =
    /┌ (.+)$/.exec(line)?.[1] ?? /│ (\S+) must be (?:re)?built/.exec(line)?.[1];
  if (title) report(title);
}

/** Yarn writes what a native build said into a file and names only that. */
function buildLog(tail) {
  const path = /logs can be found here: (\S+)/.exec(tail)?.[1];
  if (!path || !existsSync(path)) return '';
  return `\n${readFileSync(path, 'utf8').split('\n').slice(-30).join('\n')}`;
}

function remedyFor(tail, env) {
  if (/YN0028|lockfile would have been modified/i.test(tail)) {
    return `A package.json and yarn.lock disagree: run 'node ${YARN} install' and commit yarn.lock.`;
  }
  const missing = ['python3', 'make', 'g++'].filter(
    program => !findInPath(program, env.PATH),
  );
  if (/YN0009|node-gyp|couldn't be built/i.test(tail) && missing.length > 0) {
    return `Native addons had to be compiled, and ${missing.join(
      ', ',
    )} is missing. On Debian: apt-get install python3 make g++`;
  }
  if (
    /ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|RequestError|YN0001/.test(tail)
  ) {
    return 'The package registry could not be reached: check the network, proxy variables and NODE_EXTRA_CA_CERTS, then run the command again.';
  }
  if (/ENOSPC/.test(tail)) {
    return 'The disk is full: free about 3 GB and run the command again.';
  }
  return 'Run the command again; if it fails in the same way, delete node_modules first.';
}

/**
 * Where a program is.
 *
 * @param {string} program
 * @param {string | undefined} path the value of PATH
 * @returns {string | undefined}
 */
export function findInPath(program, path) {
  return (path ?? '')
    .split(':')
    .filter(Boolean)
    .map(folder => join(folder, program))
    .find(file => existsSync(file));
}

function inputHash(root) {
  const hash = createHash('sha256');
  for (const file of ['yarn.lock', '.yarnrc.yml', ...manifests(root)]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function manifests(root) {
  const { workspaces } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const found = ['package.json'];
  for (const pattern of workspaces) {
    const folders = pattern.endsWith('/*')
      ? readdirSync(join(root, pattern.slice(0, -2))).map(
          name => `${pattern.slice(0, -2)}/${name}`,
        )
      : [pattern];
    for (const folder of folders.sort()) {
      const file = `${folder}/package.json`;
      if (existsSync(join(root, file))) found.push(file);
    }
  }
  return found;
}

function readStamp(root) {
  if (!existsSync(join(root, 'node_modules/.yarn-state.yml'))) return undefined;
  try {
    return JSON.parse(readFileSync(join(root, STAMP), 'utf8'));
  } catch {
    return undefined;
  }
}
