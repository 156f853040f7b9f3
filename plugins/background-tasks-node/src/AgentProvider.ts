/** A coding agent that tasks can be given to. Its runner half is an agent adapter in the runner. @public */
export interface AgentProvider {
  /** As in `provider` of a task. */
  readonly id: string;
  readonly title: string;
  /** Whether tasks for it carry a `run` script. */
  readonly takesScript: boolean;
  /** The models that a task may name; left out where it has none to choose. */
  readonly models?: string[];
  /** Why it cannot run here, for people; left out where it can. */
  readonly unavailable?: string;
}
