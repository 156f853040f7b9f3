import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  runnerPhases,
  runsForeignCode,
  type RunnerPhase,
} from '@background-tasks/plugin-background-tasks-common';
import { PhaseFailure, runPhase } from '../phases';
import { phaseEnvironment } from '../supervisor';
import { findMissing } from './findMissing';

/** What a phase in a container is told by its command line. */
type ContainerPhase = { phase: RunnerPhase; root: string; secrets?: string };

/** What begins a phase in a container of its own: `<phase> --root DIR [--secrets FILE]`. */
export function readContainerPhase(
  args: readonly string[],
): ContainerPhase | undefined {
  const [name, rootFlag, root, secretsFlag, secrets] = args;
  const phase = runnerPhases.find(known => known === name);
  if (!phase || rootFlag !== '--root' || !root) return undefined;
  if (args.length === 3) return { phase, root };
  if (args.length !== 5 || secretsFlag !== '--secrets') return undefined;
  return { phase, root, secrets };
}

/**
 * Runs one phase as the first process of a container. Whoever made the container has mounted what the phase may see;
 * the environment is the image's own, with what every phase gets.
 *
 * @returns the exit code; 64 where the command line says nothing that is known
 */
export async function runInContainer(args: readonly string[]): Promise<number> {
  const told = readContainerPhase(args);
  if (!told) return 64;
  const { phase, root, secrets } = told;
  Object.assign(
    process.env,
    phaseEnvironment(root, phase, process.env.BACKGROUND_TASKS_RUN_UID ?? '', {
      namespaces: true,
      user: null,
    }),
  );
  const text = secrets === undefined ? '' : readFileSync(secrets, 'utf8');
  return await runPhase(phase, root, text, async () => {
    makeHome(join(root, 'home', phase));
    if (!runsForeignCode(phase)) return;
    const missing = await findMissing(root);
    if (missing.length === 0) return;
    throw new PhaseFailure(
      'infrastructure',
      `The image of the workspace lacks what the task needs: ${missing.join(
        ' ',
      )} Choose another image for the project, or add it there.`,
    );
  });
}

/** The folders of a volume belong to whoever made it, and git refuses those of others. */
function makeHome(home: string) {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, '.gitconfig'), '[safe]\n\tdirectory = *\n');
}
