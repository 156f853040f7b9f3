import type { FaultSwitches } from './faults';
import type { Scenario } from './scenarios';

/** The APIs that the server speaks. */
export type ApiId = 'anthropic' | 'openai-responses' | 'openai-chat' | 'gemini';

export interface DevModelsOptions {
  /** 0, the default, takes a free port. */
  port?: number;
  /** The only key that is let in, whichever API it is sent to. */
  apiKey: string;
  /** The first that matches a conversation answers it. Default: `readyScenarios`. */
  scenarios?: readonly Scenario[];
}

/** What is remembered of a request. Whatever was sent as its key is left out. */
export interface RecordedRequest {
  /** When it came, in milliseconds since 1970. */
  at: number;
  method: string;
  /** Path and query. */
  path: string;
  /** Of the answer; 0 while there is none. */
  status: number;
  headers: Record<string, string>;
  /** Its text, cut where it is too long; empty once later requests have pushed it out. */
  body: string;
  /** Whether it came with the right key. */
  authorized: boolean;
  api?: ApiId;
  model?: string;
  stream?: boolean;
  /** The name of the scenario that answered. */
  scenario?: string;
  /** The place of the turn in its scenario, from 0. */
  turn?: number;
  /** What the answer said that it used. */
  usage?: Usage;
  /** The kind of fault that struck it. */
  fault?: string;
}

/** Tokens of one answer. The three kinds of input add up to all that was sent. */
export interface Usage {
  /** Read neither from the cache nor written to it. */
  input: number;
  cacheRead: number;
  cacheWrite: number;
  output: number;
}

/** A running server. */
export interface DevModels {
  /** `http://127.0.0.1:PORT`. The base URL of OpenAI's clients is this with `/v1`. */
  url: string;
  port: number;
  /** Lets calls go wrong. */
  faults: FaultSwitches;
  /** The latest requests, oldest first. */
  requests(): RecordedRequest[];
  /** Forgets the requests so far. */
  clearRequests(): void;
  /** Breaks open connections and frees the port. */
  close(): Promise<void>;
}
