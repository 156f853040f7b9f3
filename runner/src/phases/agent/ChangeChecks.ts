import { basename, join } from 'node:path';
import type { CheckResult } from '@background-tasks/plugin-background-tasks-common';
import {
  blocks,
  commandOf,
  DownloadFailure,
  folderOf,
  judge,
  runCleanly,
  runSetup,
  runShell,
  TreeKeeper,
  withoutBallast,
  type CheckEnvironment,
  type CheckRun,
} from '../../checks';
import { Git } from '../../git';
import {
  discoverChecks,
  narrowCommand,
  type DiscoveredPlan,
  type PlannedCommand,
} from '../../validators';
import { readKnownChecks } from '../knownChecks';
import type { PhaseContext } from '../PhaseContext';
import type { WorkTree } from './WorkTree';

/** A change to one of these may mean other dependencies. */
const MANIFEST =
  /^(?:package\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|\.yarnrc\.yml|pnpm-lock\.yaml|pnpm-workspace\.yaml|bun\.lockb?|pyproject\.toml|setup\.(?:py|cfg)|requirements.*\.txt|uv\.lock|poetry\.lock|Pipfile(?:\.lock)?|go\.(?:mod|sum|work)|Cargo\.(?:toml|lock)|pom\.xml|.*\.gradle(?:\.kts)?|gradle\.lockfile|Gemfile(?:\.lock)?|.*\.gemspec|composer\.(?:json|lock)|CMakeLists\.txt|meson\.build)$/;

/**
 * The repository's checks within the agent's phase, so that the agent can mend what it broke. They are those of the
 * base commit, found and compared before the agent began; what they say here decides nothing but whether there is
 * another round: the gate finds and runs them anew.
 */
export class ChangeChecks {
  private readonly environment: CheckEnvironment;
  /** The tree or commit whose dependencies are there. */
  private installedFor: string;

  private constructor(
    private readonly context: PhaseContext,
    private readonly tree: WorkTree,
    private readonly discovered: DiscoveredPlan,
    private readonly baseline: CheckRun[],
  ) {
    this.installedFor = tree.baseCommit;
    const { paths, events, signal } = context;
    this.environment = {
      cwd: paths.work,
      events,
      signal,
      path: discovered.plan.path,
      fetch: discovered.plan.fetch,
    };
  }

  /** To be made before the agent begins: it can change all that this reads. */
  static async create(
    context: PhaseContext,
    tree: WorkTree,
  ): Promise<ChangeChecks> {
    return new ChangeChecks(
      context,
      tree,
      await discoverChecks(tree.base(), context.spec.validation),
      readKnownChecks(context.paths.work),
    );
  }

  get commands(): readonly PlannedCommand[] {
    return this.discovered.plan.commands;
  }

  /** Lets formatters write what they would complain about, but for those that complained about the base already. */
  async format(): Promise<void> {
    const formatters = this.commands.filter(({ fix }) => fix !== undefined);
    if (formatters.length === 0 || (await this.isUntouched())) return;
    for (const command of formatters) {
      if (command.fix === undefined || this.context.signal.aborted) continue;
      const before = this.baseline.find(
        ({ command: line, directory }) =>
          line === command.command && directory === command.directory,
      );
      if (before?.status !== 'passed') continue;
      const cwd = folderOf(this.environment.cwd, command.directory);
      if (cwd) await runShell(command.fix, cwd, this.environment);
    }
  }

  private async isUntouched(): Promise<boolean> {
    const { baseCommit } = this.tree;
    const tree = await this.tree.tree();
    if (tree === undefined) return false;
    return (await this.tree.changed(baseCommit, tree)).length === 0;
  }

  /**
   * Runs the checks on what is in the working copy.
   *
   * @returns those that keep the change from being published
   */
  async run(round: number): Promise<CheckResult[]> {
    const { events, paths, spec, signal } = this.context;
    const tree = await this.tree.tree();
    if (tree === undefined) {
      events.system(
        'The checks are left to the gate: git cannot read the working copy.',
      );
      return [];
    }
    const setup = await this.setUp(tree);
    if (setup) return this.report([setup], round);
    const keeper = await TreeKeeper.create(
      Git.create(paths.tmp),
      join(paths.tmp, `checks-${round}`),
      paths.work,
      tree,
    );
    const changed = await this.tree.changed(this.tree.baseCommit, tree);
    const blocking: CheckResult[] = [];
    for (const command of this.commands) {
      if (signal.aborted) return [];
      const base = this.tree.base();
      const narrowed = await narrowCommand(command, changed, base);
      if (!narrowed) continue;
      const check = await this.runOrLeave(command, narrowed, keeper);
      if (!check) continue;
      this.report([check], round);
      if (blocks(check, this.baseline, spec.validation)) blocking.push(check);
    }
    return blocking;
  }

  /** @returns undefined where the network keeps the check from running: the agent cannot mend that */
  private async runOrLeave(
    command: PlannedCommand,
    narrowed: PlannedCommand,
    keeper: TreeKeeper,
  ): Promise<CheckResult | undefined> {
    try {
      return await this.runTwice(command, narrowed, keeper);
    } catch (error) {
      if (!(error instanceof DownloadFailure)) throw error;
      this.context.events.system(
        `${commandOf(command)} is left to the gate. ${error.message}`,
      );
      return undefined;
    }
  }

  /**
   * A failure is looked at once more: a round of the agent costs more than a check that is flaky. What failed for the
   * changed modules alone is then run for all: some are only built together with others.
   */
  private async runTwice(
    command: PlannedCommand,
    narrowed: PlannedCommand,
    keeper: TreeKeeper,
  ): Promise<CheckResult> {
    const first = await this.runOnce(command, narrowed, keeper);
    if (first.status !== 'failed') return first;
    const second = await this.runOnce(command, command, keeper);
    if (narrowed !== command) return second;
    if (second.status === 'failed') return first;
    this.context.events.system(
      `${commandOf(command)} is flaky: it passed at the second try`,
    );
    return { ...second, flaky: true };
  }

  /** @param narrowed - the command for what changed alone; what it says counts as the whole command's */
  private async runOnce(
    command: PlannedCommand,
    narrowed: PlannedCommand,
    keeper: TreeKeeper,
  ): Promise<CheckResult> {
    const validator = this.discovered.validatorOf(command);
    const { run: part } = await runCleanly(
      narrowed,
      validator,
      this.environment,
      keeper,
    );
    // Fewer tests than on the base are no wonder then.
    const run =
      narrowed === command
        ? part
        : { ...part, command: command.command, testCount: undefined };
    return command.required
      ? withoutBallast(run)
      : judge(run, this.baseline, this.context.spec.validation);
  }

  /** Baseline installed what the base needs: only a change to a manifest asks for more. */
  private async setUp(tree: string): Promise<CheckResult | undefined> {
    const changed = await this.tree.changed(this.installedFor, tree);
    if (!changed.some(path => MANIFEST.test(basename(path)))) return undefined;
    const started = Date.now();
    const { failure } = await runSetup(this.discovered, this.environment);
    if (!failure) this.installedFor = tree;
    if (!failure || failure.network) return undefined;
    return {
      kind: 'build',
      command: failure.command,
      reason: 'what the checks need first',
      status: 'failed',
      exitCode: null,
      durationMs: Date.now() - started,
      output: `Installing dependencies failed: ${failure.output}`.slice(
        0,
        8_000,
      ),
    };
  }

  private report(checks: CheckResult[], round: number): CheckResult[] {
    for (const check of checks) {
      this.context.events.emit({
        type: 'validation',
        stage: 'agent',
        round,
        check,
      });
    }
    return checks;
  }
}
