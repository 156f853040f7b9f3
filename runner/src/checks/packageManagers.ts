import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidationPlan } from '../validators';
import { pathOf, TOOLS, type CheckEnvironment } from './CheckEnvironment';
import { isThere } from './needs';

/** What a version, or a range of versions, is written with. */
const VERSION = /^[\w.<>=^~*| -]+$/;
/** Which pnpm reads a lockfile, by what stands in it. */
const PNPM_OF_LOCKFILE: ReadonlyMap<string, string> = new Map([
  ['5', '7'],
  ['6', '8'],
  ['9', '10'],
]);

/**
 * The commands that bring the package managers which a repository needs and the machine lacks: npm has them all, in
 * the versions that repositories pin.
 */
export function installManagers(
  { setup, commands }: Pick<ValidationPlan, 'setup' | 'commands'>,
  environment: CheckEnvironment,
): string[] {
  const { cwd } = environment;
  const path = pathOf(environment);
  if (!isThere('npm', cwd, path)) return [];
  const needs = [...setup, ...commands].flatMap(one => one.needs ?? []);
  const installs: string[] = [];
  for (const name of ['pnpm', 'yarn', 'bun']) {
    const wanted = needs.filter(need => need.split(' ')[0] === name);
    if (wanted.length === 0 || isThere(name, cwd, path)) continue;
    const pin = wanted
      .map(need => need.slice(name.length).trim())
      .find(version => version !== '' && VERSION.test(version));
    const version = pin ?? usualVersion(name, cwd);
    const install = `${packageOf(name, version)}@${version}`;
    installs.push(`npm install --global --prefix ${TOOLS} '${install}'`);
  }
  return installs;
}

/** Yarn from 2 on has another name. */
function packageOf(name: string, version: string): string {
  const modern = name === 'yarn' && !/^[~^=<>\s]*[01](?:\.|$)/.test(version);
  return modern ? '@yarnpkg/cli-dist' : name;
}

/** Where nothing is pinned. Yarn 1 starts the Yarn that a repository brings along. */
function usualVersion(name: string, cwd: string): string {
  if (name === 'yarn') return '1';
  return (name === 'pnpm' && pnpmOf(cwd)) || 'latest';
}

function pnpmOf(cwd: string): string | undefined {
  try {
    const text = readFileSync(join(cwd, 'pnpm-lock.yaml'), 'utf8');
    const [, major = ''] = /^lockfileVersion:\s*'?(\d+)/m.exec(text) ?? [];
    return PNPM_OF_LOCKFILE.get(major);
  } catch {
    return undefined;
  }
}
