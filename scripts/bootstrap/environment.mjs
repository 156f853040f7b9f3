import { delimiter, dirname } from 'node:path';
import { findInPath } from './dependencies.mjs';
import { StepError } from './processes.mjs';

/**
 * The environment for everything that runs on the fitting Node. The PATH as the user had it goes along, since a
 * task's commands are to run with the machine's own Node and npm.
 *
 * @param {import('./fittingNode.mjs').FittingNode} node
 * @returns {NodeJS.ProcessEnv}
 */
export function fittingEnvironment(node) {
  const own = userPath(process.env.PATH ?? '');
  const path = [dirname(node.path), own].join(delimiter);
  return {
    ...process.env,
    PATH: path,
    BACKGROUND_TASKS_WORKSPACE_PATH: workspacePath(own, path),
  };
}

/**
 * Fails with a sentence if a program that every command needs is missing.
 *
 * @param {string | undefined} path
 */
export function requirePrograms(path) {
  const remedies = {
    git: 'On Debian: apt-get install git',
    npm: 'It comes with Node; on Debian: apt-get install npm',
  };
  for (const [program, remedy] of Object.entries(remedies)) {
    if (findInPath(program, path)) continue;
    throw new StepError(`${program} is not installed, or not in PATH.`, {
      remedy,
    });
  }
}

// `npm run` puts its own folders in front: they would give a task this project's tools.
function userPath(path) {
  return path
    .split(delimiter)
    .filter(
      folder =>
        folder &&
        !folder.endsWith('/node_modules/.bin') &&
        !folder.endsWith('/node-gyp-bin'),
    )
    .join(delimiter);
}

function workspacePath(own, path) {
  const complete = findInPath('node', own) && findInPath('npm', own);
  return complete ? own : path;
}
