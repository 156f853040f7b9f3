/** The API of a model, as its vendor publishes it. @public */
export type ModelDialect =
  | 'anthropic'
  | 'openai-responses'
  | 'openai-chat'
  | 'gemini';

/** USD per million tokens. null is a price that is not known: it is never guessed. @public */
export type ModelPrice = {
  /** Input that is neither read from a cache nor written to one. */
  input: number;
  output: number;
  cacheRead: number | null;
  cacheWrite: number | null;
  /** Input written to a cache that lasts for an hour, where the vendor asks another price for it. */
  cacheWriteHour?: number | null;
};

/** A model that an agent can work with. @public */
export type AgentModel = {
  /** As the model's API names it. */
  id: string;
  title?: string;
  /** null where it is not known: what its calls cost is then unknown too. */
  price: ModelPrice | null;
};

/** The key that an agent's models need. It stays in the backend, whose model gateway adds it to each call. @public */
export type AgentCredential = {
  /** The APIs that the agent may speak. */
  dialects: readonly ModelDialect[];
  /** Where the vendor's API is, without a version and a slash at its end; a deployment may name another place. */
  baseUrl: string;
  /** A path that answers 401 or 403 to a GET request with a key that is not valid; left out, keys are not checked. */
  keyCheckPath?: string;
};

/** A coding agent that tasks can be given to. Its runner half is an agent adapter in the runner. @public */
export interface AgentProvider {
  /** As in `provider` of a task. */
  readonly id: string;
  readonly title: string;
  /** Whether tasks for it carry a `run` script. */
  readonly takesScript: boolean;
  /** Left out where it works without a model. */
  readonly credential?: AgentCredential;
  /** The models that a task may name; left out where it has none to choose. */
  readonly models?: readonly AgentModel[];
  /** Whether a task may also name a model that is not among them. */
  readonly takesAnyModel?: boolean;
  /** The model of tasks that name none. */
  readonly defaultModel?: string;
  /** Why it cannot run here, for people; left out where it can. */
  readonly unavailable?: string;
  /** The same, found out anew: undefined where it can run. The answer is kept for a minute. */
  availability?(): Promise<string | undefined>;
}
