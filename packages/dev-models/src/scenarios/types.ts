import type { Conversation } from '../conversation';
import type { Usage } from '../types';

/** A change of one place of a file. */
export interface FileEdit {
  /** Relative to the repository. */
  path: string;
  /** Whole lines that are in the file once. */
  find: string;
  /** What takes their place; the empty string removes them. */
  replace: string;
}

/** What the model wants done, whatever the client's tools are called. */
export type Action =
  | {
      kind: 'shell';
      command: string;
      /** What the command does to files, for clients that cannot run one. */
      edits?: FileEdit[];
    }
  | { kind: 'read'; path: string }
  | { kind: 'write'; path: string; content: string }
  | ({ kind: 'edit' } & FileEdit)
  /** A call of a tool of that very name. */
  | { kind: 'tool'; name: string; input: Record<string, unknown> };

/** What the model answers. Without actions, the round is over. */
export interface Reply {
  text?: string;
  /** What it thinks before; sent to clients that asked for it. */
  thinking?: string;
  actions?: Action[];
  /** Default: estimated from the length of what was sent and answered. */
  usage?: Partial<Usage>;
}

/** When a turn is taken. What is left out does not narrow. */
export interface Condition {
  /** See `Conversation`. */
  step?: number;
  round?: number;
  repair?: boolean;
  failure?: boolean;
  /** Tested against the latest thing that the user said. */
  prompt?: RegExp;
}

export interface Turn {
  when?: Condition | ((conversation: Conversation) => boolean);
  reply: Reply | ((conversation: Conversation) => Reply);
}

/** How the model behaves in the conversations that match. It keeps nothing: the conversation alone decides. */
export interface Scenario {
  name: string;
  /** An expression is tested against all that the user said. */
  matches: RegExp | ((conversation: Conversation) => boolean);
  /** The first that fits replies. */
  turns: readonly Turn[];
}

/** A scenario together with words that lead to it. */
export interface ReadyScenario extends Scenario {
  /** The instructions of a task for it, on the sample repository. */
  instructions: string;
}
