import type { RunSpec } from '@background-tasks/plugin-background-tasks-common';
import type { EventWriter } from '../events';
import type { CommandResult } from '../process';

/** What an agent works with. */
export type AgentContext = {
  spec: RunSpec;
  /** The working copy: the only part of the workspace that an agent sees. */
  work: string;
  /** A folder of the agent's own, outside the repository. */
  tmp: string;
};

/** A prepared agent: the command that is it. */
export type PreparedAgent = {
  argv: string[];
  env?: NodeJS.ProcessEnv;
};

/** Makes one coding agent's command line fit: what to run, what its lines mean, how it ended. */
export interface AgentAdapter {
  readonly id: string;
  /** Writes what the agent needs, and says how it is started. */
  prepare(context: AgentContext): Promise<PreparedAgent>;
  /** Turns one line that the agent printed into events. */
  parse(stream: 'stdout' | 'stderr', line: string, events: EventWriter): void;
  /** Why the agent failed, in words for people; undefined where it did not. */
  finish(result: CommandResult): string | undefined;
  /** Called when the agent is stopped, after its process was told to end. */
  stop(): Promise<void>;
}
