import { join } from 'node:path';
import {
  breachOutcome,
  breachText,
  describeCrash,
  PHASE_EXIT_ENDED,
  PHASE_EXIT_OK,
  phasesOf,
  type RunnerEvent,
  type RunnerPhase,
  type RunSpec,
  type SupervisorConfig,
  type SupervisorSecrets,
} from '@background-tasks/plugin-background-tasks-common';
import type { BoundedLog } from './BoundedLog';
import { clearPhase, openDoors } from './doors';
import { phaseEnvironment } from './environment';
import { EventIntake } from './EventIntake';
import { PhaseProcess, type PhaseExit } from './PhaseProcess';
import { RUN_VARIABLE, type ProcessMark } from './processes';
import { ResourceWatch } from './ResourceWatch';
import type { Spool } from './Spool';
import { Watch } from './Watch';
import { phaseCommand } from './wrap';

/** What a supervisor needs to begin. */
export type SupervisorOptions = {
  run: string;
  config: SupervisorConfig;
  spec: RunSpec;
  secrets: SupervisorSecrets;
  spool: Spool;
  log: BoundedLog;
};

/** Takes one run through its phases, and writes down what they say. */
export class Supervisor {
  private readonly workspace: string;
  private readonly watch: Watch;
  private phase: PhaseProcess | undefined;
  private stopping: Promise<void> | undefined;
  private spoolError: unknown;

  constructor(private readonly options: SupervisorOptions) {
    this.workspace = join(options.run, 'workspace');
    this.watch = new Watch(
      join(options.run, 'control'),
      {
        leaseSeconds: options.config.leaseSeconds,
        deadline: new Date(options.spec.deadline),
      },
      () => this.stopPhase(),
    );
  }

  /** Resolves when the run is over and its `end` is in the spool. */
  async run(): Promise<void> {
    const { spool } = this.options;
    try {
      const crash = await this.runPhases();
      const { reason } = this.watch;
      if (reason) {
        spool.append({ record: 'end', reason });
      } else if (crash) {
        spool.append({ record: 'end', reason: 'failed', message: crash });
      } else {
        spool.append({ record: 'end', reason: 'completed' });
      }
    } finally {
      this.watch.close();
      await this.stopping;
    }
  }

  /** @returns what went wrong with a phase's process, in words */
  private async runPhases(): Promise<string | undefined> {
    const { spool } = this.options;
    for (const phase of phasesOf(this.options.spec)) {
      if (this.watch.reason) return undefined;
      spool.append({ record: 'phaseStart', phase });
      // Who finds the spool after the machine has crashed is to know that the agent began.
      if (phase === 'agent') spool.sync();
      const { exit, outcome, breach } = await this.runPhase(phase);
      spool.append({ record: 'phaseEnd', phase, ...exit });
      spool.sync();
      await clearPhase(this.workspace, phase);
      if (this.watch.reason) return undefined;
      if (breach) return undefined;
      if (exit.exitCode === PHASE_EXIT_ENDED && outcome) return undefined;
      if (exit.exitCode !== PHASE_EXIT_OK || outcome !== 'ok') {
        return describeCrash(phase, exit);
      }
    }
    return undefined;
  }

  private async runPhase(phase: RunnerPhase): Promise<{
    exit: PhaseExit;
    outcome: string | undefined;
    breach: boolean;
  }> {
    const { run, config, spec, log } = this.options;
    const { user, namespaces } = config.isolation;
    await openDoors(this.workspace, phase, config.isolation);
    const intake = new EventIntake(phase, spec.limits, event =>
      this.record(event),
    );
    const mark = {
      uid: user?.uid,
      environment: `${RUN_VARIABLE}=${spec.runUid}:${phase}`,
    };
    const running = PhaseProcess.start(phaseCommand(run, phase, config), {
      cwd: this.workspace,
      env: phaseEnvironment(
        this.workspace,
        phase,
        spec.runUid,
        config.isolation,
      ),
      input: JSON.stringify(this.secretsOf(phase)),
      mark,
      namespaces,
      stdout: chunk => intake.push(chunk),
      stderr: chunk => log.write(chunk),
    });
    this.phase = running;
    if (this.watch.reason) this.stopPhase();
    const resources = this.watchResources(running, mark);
    const exit = await running.wait().finally(() => resources?.close());
    this.phase = undefined;
    await this.stopping;
    if (this.spoolError) throw this.spoolError;
    if (intake.dropped > 0) {
      log.write(
        `${phase}: dropped ${intake.dropped} lines that were no events of it\n`,
      );
    }
    const breach = this.watch.reason ? undefined : resources?.breach;
    if (breach)
      intake.conclude(breachOutcome(phase), breachText(phase, breach));
    const outcome = intake.outcome?.outcome;
    return { exit, outcome, breach: breach !== undefined && outcome !== 'ok' };
  }

  private watchResources(running: PhaseProcess, mark: ProcessMark) {
    const { limits } = this.options.config;
    if (!limits || running.pid === undefined) return undefined;
    return new ResourceWatch(this.options.run, running.pid, mark, limits, () =>
      running.kill(),
    );
  }

  /** An event that cannot be kept ends the run: what follows would rest on something that nobody knows of. */
  private record(event: RunnerEvent) {
    if (this.spoolError) return;
    try {
      this.options.spool.append({ record: 'event', event });
    } catch (error) {
      this.spoolError = error;
      this.stopPhase();
    }
  }

  private stopPhase() {
    this.stopping ??= this.phase?.stop();
  }

  private secretsOf(phase: RunnerPhase) {
    const { clone, agent } = this.options.secrets;
    if (phase === 'clone') return clone ?? {};
    return phase === 'agent' ? agent ?? {} : {};
  }
}
