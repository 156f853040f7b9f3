import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { agentPackages, type AgentPackage } from './agentPackages';
import { installAgent } from './installAgent';

/** Whether agents are installed when they are first needed. */
export type InstallMode = 'onDemand' | 'never';

/** How long a caller is kept waiting for an installation that others wait for too. */
const PATIENCE_MS = 5_000;
/** An installation that failed is tried again after so long. */
const RETRY_MS = 60_000;

type Attempt = {
  done: Promise<string>;
  failure?: { reason: string; at: number };
};

/**
 * The agents' programs on this machine: one folder for each, named `<agent>@<version>`, made in one step, readable and
 * not writable for workspaces.
 */
export class AgentInstallations {
  private readonly attempts = new Map<string, Attempt>();

  constructor(
    private readonly options: {
      directory: string;
      mode: InstallMode;
      logger: LoggerService;
      /** Default: those that come with the plugin. */
      packages?: Readonly<Record<string, AgentPackage>>;
    },
  ) {}

  /** Why an agent cannot run here, for people; undefined where it can, or is no program that could be installed. */
  async availability(agent: string): Promise<string | undefined> {
    const wanted = this.packageOf(agent);
    if (!wanted || (await this.isInstalled(agent))) return undefined;
    if (this.options.mode === 'never') {
      return `it is not installed: run 'npm run agents:install ${agent}', or set 'backgroundTasks.agents.install' to 'onDemand'`;
    }
    const attempt = this.attempt(agent, wanted);
    const installed = attempt.done.then(
      () => true,
      () => false,
    );
    await Promise.race([installed, sleep(PATIENCE_MS)]);
    if (await this.isInstalled(agent)) return undefined;
    return attempt.failure
      ? `it could not be installed: ${attempt.failure.reason}`
      : 'it is being installed: try again in a minute';
  }

  /**
   * The folder of an agent's program, installed if need be; undefined for an agent that is none.
   *
   * @throws Error that says why it could not be installed
   */
  async install(agent: string): Promise<string | undefined> {
    const wanted = this.packageOf(agent);
    if (!wanted) return undefined;
    if (await this.isInstalled(agent)) return this.folderOf(agent, wanted);
    if (this.options.mode === 'never') {
      throw new Error(`The agent '${agent}' is not installed.`);
    }
    return await this.attempt(agent, wanted).done;
  }

  private attempt(agent: string, wanted: AgentPackage): Attempt {
    const last = this.attempts.get(agent);
    const isOver = last?.failure && Date.now() - last.failure.at > RETRY_MS;
    if (last && !isOver) return last;
    const attempt: Attempt = { done: this.make(agent, wanted) };
    attempt.done.catch(error => {
      const reason = isError(error) ? error.message : String(error);
      attempt.failure = { reason, at: Date.now() };
      this.options.logger.warn(`Installing ${agent} failed: ${reason}`);
    });
    attempt.done.then(
      () => this.attempts.delete(agent),
      () => undefined,
    );
    this.attempts.set(agent, attempt);
    return attempt;
  }

  private async make(agent: string, wanted: AgentPackage): Promise<string> {
    const folder = this.folderOf(agent, wanted);
    const started = Date.now();
    this.options.logger.info(`Installing ${agent} ${wanted.version}`);
    await fs.mkdir(this.options.directory, { recursive: true, mode: 0o755 });
    const draft = await fs.mkdtemp(`${folder}.draft-`);
    try {
      await installAgent(draft, wanted);
      // Another backend may have been faster: its folder is as good.
      await fs.rename(draft, folder).catch(async error => {
        if (!(await this.isInstalled(agent))) throw error;
      });
    } finally {
      await fs.rm(draft, { recursive: true, force: true });
    }
    const seconds = Math.round((Date.now() - started) / 1_000);
    this.options.logger.info(
      `Installed ${agent} ${wanted.version} in ${seconds} s`,
    );
    return folder;
  }

  private async isInstalled(agent: string): Promise<boolean> {
    const wanted = this.packageOf(agent);
    if (!wanted) return false;
    const door = path.join(this.folderOf(agent, wanted), 'bin', wanted.program);
    return fs.access(door, fs.constants.X_OK).then(
      () => true,
      () => false,
    );
  }

  private packageOf(agent: string): AgentPackage | undefined {
    const packages = this.options.packages ?? agentPackages;
    return Object.hasOwn(packages, agent) ? packages[agent] : undefined;
  }

  private folderOf(agent: string, { version }: AgentPackage): string {
    return path.join(this.options.directory, `${agent}@${version}`);
  }
}
