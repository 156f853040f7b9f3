import { chmodSync, mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunnerPhase } from '@background-tasks/plugin-background-tasks-common';
import {
  createRepository,
  git,
  runSpec,
  type LocalRun,
} from '@background-tasks/runner/testing';
import { installLocalRunner, startLocalRun } from '../load/startLocalRun';

/** What one run of a small repository took, in seconds. */
export type RunnerTimes = {
  /** From the supervisor's start to its end. */
  whole: number;
  /** Git alone, cloning the same repository as the run does. */
  clone: number;
  /** The set-up, the checks and the agent, by their own clocks. */
  commands: number;
  /** What remains: the runner's own. */
  overhead: number;
  /** Each phase, from its first word to its last. */
  phases: Partial<Record<RunnerPhase, number>>;
};

const FILES = 500;
const FOLDERS = 25;
const PHASES: RunnerPhase[] = [
  'clone',
  'baseline',
  'agent',
  'collect',
  'validate',
];

/** Prints when it begins and when it ends, and takes a moment in between. */
function timed(work: string): string {
  return `echo "at $(date +%s%3N)"; ${work}; code=$?; echo "at $(date +%s%3N)"; (exit $code)`;
}

const CHECKS = {
  setup: [timed('sleep 0.2')],
  commands: [
    { kind: 'lint', command: timed('sleep 0.2') },
    { kind: 'typecheck', command: timed('sleep 0.2') },
    { kind: 'test', command: timed('sleep 0.2') },
  ],
};

/**
 * Takes a change through all phases of a local run, and tells what the runner itself took of that time.
 *
 * @throws where the change does not pass
 */
export async function measureRunner(): Promise<RunnerTimes> {
  const dir = mkdtempSync(join(realpathSync(tmpdir()), 'bench-runner-'));
  chmodSync(dir, 0o755);
  let run: LocalRun | undefined;
  try {
    const origin = join(dir, 'origin');
    createRepository(origin, repositoryFiles());
    const clone = cloneSeconds(origin, dir);
    const runner = installLocalRunner(dir);
    const began = performance.now();
    run = startLocalRun(
      runner,
      dir,
      runSpec(`file://${origin}`, {
        runUid: `runner-${process.pid}`,
        agent: {
          provider: 'script',
          script: `${timed('sleep 0.2')}\necho changed > file-1.txt\n`,
        },
      }),
      { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' },
    );
    const end = await run.ended();
    const whole = (performance.now() - began) / 1000;
    const outcome = run.outcome('validate');
    if (outcome?.type !== 'outcome' || outcome.verdict !== 'passed') {
      throw new Error(
        `The change did not pass: ${JSON.stringify(
          outcome ?? end,
        )}\n${run.log()}`,
      );
    }
    const commands = commandSeconds(run);
    return {
      whole,
      clone,
      commands,
      overhead: whole - clone - commands,
      phases: phaseSeconds(run),
    };
  } finally {
    await run?.dispose();
    await rm(dir, { recursive: true, force: true });
  }
}

function repositoryFiles(): Record<string, string> {
  const files: Record<string, string> = {
    '.background-tasks.yaml': JSON.stringify(CHECKS),
    'file-1.txt': 'one\n',
  };
  for (let n = 0; n < FILES; n++) {
    files[`folder-${n % FOLDERS}/file-${n}.txt`] = `${n}\n`.repeat(50);
  }
  return files;
}

/** The full history of one branch into a working copy. */
function cloneSeconds(origin: string, dir: string): number {
  const folder = join(dir, 'plain');
  mkdirSync(folder);
  const began = performance.now();
  git(folder, 'clone', '--quiet', '--single-branch', `file://${origin}`, '.');
  return (performance.now() - began) / 1000;
}

/** The commands print milliseconds since 1970 in pairs. */
function commandSeconds(run: LocalRun): number {
  const times = run
    .events()
    .flatMap(event =>
      event.type === 'log' && event.stream === 'stdout'
        ? [/^at (\d+)$/.exec(event.text)?.[1] ?? []].flat()
        : [],
    )
    .map(Number);
  let sum = 0;
  for (let n = 0; n + 1 < times.length; n += 2) sum += times[n + 1] - times[n];
  return sum / 1000;
}

function phaseSeconds(run: LocalRun): RunnerTimes['phases'] {
  const phases: RunnerTimes['phases'] = {};
  for (const phase of PHASES) {
    const times = run.events(phase).map(({ time }) => Date.parse(time));
    const [from, to] = [times.at(0), times.at(-1)];
    if (from !== undefined && to !== undefined) {
      phases[phase] = (to - from) / 1000;
    }
  }
  return phases;
}
