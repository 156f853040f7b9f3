import type { RunSpec } from '@background-tasks/plugin-background-tasks-common';
import type { CommandResult } from '../process';
import type { AgentWord } from './AgentWord';

/** What an agent works with. */
export type AgentContext = {
  spec: RunSpec;
  /** The working copy: the only part of the workspace that an agent sees. */
  work: string;
  /** A folder of the agent's own, outside the repository: its HOME and its configuration lie in it. */
  tmp: string;
  /** The key of the model gateway, for this task alone. */
  modelToken?: string;
};

/** The command that an agent is in one round. */
export type AgentCommand = {
  argv: string[];
  /** All of its environment. */
  env: NodeJS.ProcessEnv;
};

/**
 * How a round ended, as the agent itself says it. `unsaid`: its last word never came, so that nobody knows whether it
 * finished.
 */
export type AgentEnd =
  | { said: 'done' }
  | { said: 'failed'; words: string }
  | { said: 'unsaid' };

/** An agent at work on one task: one session, of one or more rounds. */
export interface AgentRun {
  /** The command of the next round: the first begins the session, each later one goes on with it. */
  command(prompt: string): Promise<AgentCommand>;
  /** What one line that the agent printed means; nothing for what is of no interest, or not known. */
  parse(stream: 'stdout' | 'stderr', line: string): AgentWord[];
  /** What the agent said of the end of the round that was just run. */
  end(result: CommandResult): AgentEnd;
  /** Takes away what the agent left in the working copy for itself. */
  tidy?(): Promise<void>;
}

/** Makes one coding agent fit: what to run, what its lines mean, how it ended. */
export interface AgentAdapter {
  readonly id: string;
  /** Whether it understands words, so that it can be told of failures; a script cannot. */
  readonly understands: boolean;
  /** Writes what the agent needs before it can be started. */
  prepare(context: AgentContext): Promise<AgentRun>;
}
