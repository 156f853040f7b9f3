import type { TreeFiles } from '../../git';
import type { CiSetup } from '../Ecosystem';
import { join } from '../trace';

/** Jobs whose dependencies no check needs. */
const ASIDE =
  /\b(?:docs?|documentation|release|publish|deploy|pages|wheels?)\b/i;
const MAX_CI = 12;
/** Packages that tell CI's service of results, or ask it which Python it runs. */
const OF_CI =
  /^['"]?(?:tox-gh(?:-actions)?|coveralls|codecov|pytest-github-actions-annotate-failures)(?:[=<>~[].*)?['"]?$/;

/** What CI installs for its checks, without what only its machine needs. */
export async function usableSetups(
  files: TreeFiles,
  ci: readonly CiSetup[],
): Promise<CiSetup[]> {
  const found: CiSetup[] = [];
  for (const { command, directory, reason } of ci) {
    if (found.length >= MAX_CI) break;
    if (ASIDE.test(reason) || isOfMachine(command)) continue;
    if (directory !== '' && !(await files.has(directory))) continue;
    if (!(await hasRequirements(files, directory, command))) continue;
    found.push({ command: localCommand(command), directory, reason });
  }
  return found;
}

/** `pip install --upgrade pip`, a wheel that was built before, an editable install for another Python. */
function isOfMachine(command: string): boolean {
  const [, packages] = /\bpip3? install (.*)$/.exec(command) ?? [];
  if (packages === undefined) return false;
  if (/\b(?:dist|wheelhouse)\/|\.whl\b/.test(packages)) return true;
  const named = packages
    .split(' ')
    .filter(word => !word.startsWith('-'))
    .map(word => word.replace(/[=<>~[].*$/, '').replace(/^['"]/, ''));
  return named.every(name => name === 'pip' || name === '' || OF_CI.test(name));
}

async function hasRequirements(
  files: TreeFiles,
  directory: string,
  command: string,
): Promise<boolean> {
  for (const [, path] of command.matchAll(
    /(?:^|\s)(?:-r|--requirement)[\s=]*([^\s'"]+)/g,
  )) {
    if (!(await files.has(join(directory, path.replace(/^\.\//, ''))))) {
      return false;
    }
  }
  return true;
}

/** `pip3.12 install`, `/usr/bin/python3 -m pip install`: with the environment's own. */
function localCommand(command: string): string {
  return command
    .split(' ')
    .filter(word => !OF_CI.test(word))
    .join(' ')
    .replace(/^pip[\d.]+ /, 'pip ')
    .replace(/^(?:py|python[\d.]*) -m pip /, 'python -m pip ');
}
