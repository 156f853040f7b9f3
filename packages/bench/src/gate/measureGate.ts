import { chmodSync, mkdtempSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  CheckResult,
  RunnerPhase,
} from '@background-tasks/plugin-background-tasks-common';
import { git, runSpec, type LocalRun } from '@background-tasks/runner/testing';
import { findClone } from '../discovery/findClone';
import type { RepositoryTruth } from '../discovery/truth';
import { installLocalRunner, startLocalRun } from '../load/startLocalRun';

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
    run = startLocalRun(
      installLocalRunner(dir),
      dir,
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
      options.environment,
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
