import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  discoverChecks,
  Git,
  treeFiles,
  type ValidationPlan,
} from '@background-tasks/runner/discovery';
import { compare, type Comparison } from './compare';
import { findClone, isRepository } from './findClone';
import type { RepositoryTruth } from './truth';

/** Compares what is found in clones with the truth. @throws where a clone is missing */
export async function measureDiscovery(
  directory: string,
  truths: readonly RepositoryTruth[],
): Promise<Comparison[]> {
  return await withGit(async git => {
    const results: Comparison[] = [];
    for (const truth of truths) {
      const clone = await findClone(directory, truth.repo);
      if (!clone)
        throw new Error(`There is no clone of ${truth.repo} in ${directory}`);
      const plan = await discover(git, clone, truth.commit);
      results.push(compare(truth, plan.commands));
    }
    return results;
  });
}

/** What is found in all clones of a folder, in words: for repositories whose truth nobody wrote down. */
export async function describeDiscovery(directory: string): Promise<string> {
  return await withGit(async git => {
    const lines: string[] = [];
    for (const name of (await readdir(directory)).sort()) {
      const paths = [join(directory, name), join(directory, name, 'repo')];
      const clone = (await isRepository(paths[0])) ? paths[0] : paths[1];
      if (!(await isRepository(clone))) continue;
      const began = performance.now();
      const plan = await discover(git, clone);
      const milliseconds = Math.round(performance.now() - began);
      lines.push(`${name} (${milliseconds} ms)`, ...linesOf(plan), '');
    }
    return lines.join('\n');
  });
}

function linesOf({
  setup,
  commands,
  notChosen = [],
}: ValidationPlan): string[] {
  const where = (directory?: string) =>
    directory ? `cd ${directory} && ` : '';
  return [
    ...setup.map(
      ({ command, directory, reason }) =>
        `  setup      ${where(directory)}${command}  (${reason})`,
    ),
    ...commands.map(
      ({ kind, command, directory, reason, fix }) =>
        `  ${kind.padEnd(10)} ${where(directory)}${command}  (${reason}${
          fix ? `; fix: ${fix}` : ''
        })`,
    ),
    ...notChosen.map(({ command, why }) => `  not run    ${command}: ${why}`),
  ];
}

async function discover(
  git: Git,
  clone: string,
  commit = 'HEAD',
): Promise<ValidationPlan> {
  const { plan } = await discoverChecks(treeFiles(git, clone, commit));
  return plan;
}

async function withGit<T>(run: (git: Git) => Promise<T>): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'bench-discovery-'));
  try {
    return await run(Git.create(scratch));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
