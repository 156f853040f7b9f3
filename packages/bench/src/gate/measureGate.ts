import { chmodSync, mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { randomInt } from 'node:crypto';
import { homedir, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '@background-tasks/demo';
import type {
  CheckResult,
  RunnerPhase,
  SupervisorConfig,
} from '@background-tasks/plugin-background-tasks-common';
import {
  git,
  installRunner,
  isolationCases,
  LocalRun,
  runSpec,
} from '@background-tasks/runner/testing';
import { findClone } from '../discovery/findClone';
import type { RepositoryTruth } from '../discovery/truth';

/** What became of one repository with a change that harms nothing. */
export type GateResult = {
  repo: string;
  /** What was run before the checks. */
  setup: string[];
  baseline: CheckResult[];
  gate: CheckResult[];
  /** `passed`, `failed`, `none` where there is nothing to run; undefined where the run ended before. */
  verdict: string | undefined;
  /** Why it ended otherwise, in the runner's words. */
  error: string | undefined;
  seconds: Partial<Record<RunnerPhase, number>>;
};

/** What runs are given. */
export type GateOptions = {
  /** The folder of clones. */
  repos: string;
  /** The workspace's environment, as the backend would make it. */
  environment: Readonly<Record<string, string>>;
  /** Called with each line of the log. */
  onLog?: (repo: string, text: string) => void;
  /** Whether what a run leaves stays. */
  keep?: boolean;
};

const HOUR_MS = 3_600_000;
const GIB = 2 ** 30;
/** Above those of people, services and containers, as the backend chooses them. */
const FIRST_UID = 1_879_048_192;
const UIDS = 65_536;

/** A line more at the end of a text that no check reads closely. */
const CHANGE = `
file=$(git ls-files | grep -iE '^readme(\\.[a-z]+)?$' | head -n 1)
[ -n "$file" ] || file=$(git ls-files | grep -E '\\.(md|rst|txt)$' | head -n 1)
printf '\\nOne more line.\\n' >> "\${file:-readme.txt}"
`;

/**
 * Takes a repository's commit through all phases of a local run, isolated as the backend would, with a change that
 * harms nothing: what then does not pass is not the change's fault.
 *
 * @throws where there is no clone of it
 */
export async function measureGate(
  { repo, commit }: RepositoryTruth,
  options: GateOptions,
): Promise<GateResult> {
  const clone = await findClone(options.repos, repo);
  if (!clone) {
    throw new Error(`There is no clone of ${repo} in ${options.repos}`);
  }
  const dir = mkdtempSync(join(realpathSync(tmpdir()), 'bench-gate-'));
  chmodSync(dir, 0o755);
  let run: LocalRun | undefined;
  try {
    const origin = originOf(clone, commit, join(dir, 'origin'));
    const runner = installRunner(join(dir, 'runner'));
    run = LocalRun.start(
      makeFolder(join(dir, 'run')),
      runSpec(`file://${origin}`, {
        runUid: `gate-${repo.replace('/', '-')}-${process.pid}`,
        deadline: new Date(Date.now() + HOUR_MS).toISOString(),
        agent: { provider: 'script', script: CHANGE },
        // Both are told apart in the result, and the rest is to be seen too.
        validation: {
          allowNoChecks: true,
          allowChangedChecks: false,
          allowNotRun: true,
        },
      }),
      {
        ...runner,
        hidden: [repositoryRoot, homedir()],
        limits: {
          memory: Math.min(8 * GIB, Math.floor(totalmem() / 2)),
          processes: 2_048,
          disk: 20 * GIB,
          files: 2_000_000,
        },
        leaseSeconds: 60,
        isolation: isolationOf(runner.runnerPath),
      },
      { environment: options.environment },
    );
    const end = await run.ended();
    for (const event of run.events()) {
      if (event.type === 'log') options.onLog?.(repo, event.text);
    }
    const words = end.reason === 'completed' ? undefined : end.message;
    return { ...resultOf(repo, run), ...(words && { error: words }) };
  } finally {
    await run?.dispose();
    if (!options.keep) await rm(dir, { recursive: true, force: true });
  }
}

/** A repository whose only branch ends at the commit, readable for all. */
function originOf(clone: string, commit = 'HEAD', origin: string): string {
  git('/', 'clone', '--quiet', '--bare', '--no-hardlinks', clone, origin);
  const wanted = git(clone, 'rev-parse', `${commit}^{commit}`);
  git(origin, 'update-ref', 'refs/heads/main', wanted);
  git(origin, 'symbolic-ref', 'HEAD', 'refs/heads/main');
  return origin;
}

function makeFolder(path: string): string {
  mkdirSync(path);
  return path;
}

/** The best that this machine has. */
function isolationOf(runnerPath: string): SupervisorConfig['isolation'] {
  const [best] = isolationCases(runnerPath)
    .filter(({ as }) => as === undefined)
    .sort(
      (a, b) => Number(b.isolation.namespaces) - Number(a.isolation.namespaces),
    );
  if (!best.isolation.user) return best.isolation;
  const uid = FIRST_UID + randomInt(UIDS);
  return { ...best.isolation, user: { uid, gid: uid } };
}

function resultOf(repo: string, run: LocalRun): GateResult {
  const checks = (stage: string) =>
    run
      .events()
      .flatMap(event =>
        event.type === 'validation' && event.stage === stage
          ? [event.check]
          : [],
      );
  const phases: RunnerPhase[] = [
    'clone',
    'baseline',
    'agent',
    'collect',
    'validate',
  ];
  const outcomes = phases.flatMap(phase => {
    const outcome = run.outcome(phase);
    return outcome?.type === 'outcome' ? [outcome] : [];
  });
  const last = outcomes.at(-1);
  return {
    repo,
    setup: setupOf(run),
    baseline: checks('baseline'),
    gate: checks('gate'),
    verdict: outcomes.find(({ phase }) => phase === 'validate')?.verdict,
    error: last?.error,
    seconds: Object.fromEntries(
      phases.flatMap(phase => {
        const times = run.events(phase).map(({ time }) => Date.parse(time));
        const from = times.at(0);
        const to = times.at(-1);
        return from === undefined || to === undefined
          ? []
          : [[phase, (to - from) / 1000]];
      }),
    ),
  };
}

/** The commands that the baseline ran before its first check, which runs once more where it fails. */
function setupOf(run: LocalRun): string[] {
  const setup: string[] = [];
  for (const event of run.events('baseline')) {
    if (event.type === 'validation') {
      while (setup.at(-1) === event.check.command) setup.pop();
      break;
    }
    if (event.type === 'log' && event.stream === 'system') {
      const [, command] = /^\$ (.*)$/.exec(event.text) ?? [];
      if (command !== undefined) setup.push(command);
    }
  }
  return setup;
}
