import type { ApiId } from '../types';

/** A call of a tool that the model made before. */
export interface ToolUse {
  name: string;
  /** Its input as JSON, or as the text that it is. */
  input: string;
}

/** One message, whichever API it came by. */
export type Message =
  | { role: 'user'; text: string }
  | { role: 'assistant'; text: string; calls: ToolUse[] }
  | { role: 'tool'; text: string };

/** A tool that the client offers. */
export interface DeclaredTool {
  name: string;
  /** JSON Schema of its input; a `custom` tool takes text instead. */
  schema: unknown;
  custom: boolean;
  /** The group that it is called within, for those that have one. */
  namespace?: string;
}

/** What an API reads from a request. */
export interface ReadConversation {
  api: ApiId;
  model: string;
  system: string;
  messages: Message[];
  tools: DeclaredTool[];
  /** JSON Schema that the answer has to follow. */
  answerSchema?: unknown;
}

/** A conversation, and what scenarios want to know of it. */
export interface Conversation extends ReadConversation {
  /** The messages with all that the client added. */
  received: Message[];
  /** All that the user said, without what the client added on its own. */
  instructions: string;
  /** The latest thing that the user said. */
  prompt: string;
  /** How often the model has called tools since the prompt, from 0; calls made together count once. */
  step: number;
  /** What the tools have answered since the prompt. */
  results: string[];
  /** The first round ends with the model's first answer without calls; each later prompt begins another. */
  round: number;
  /** The prompt reports checks that failed. */
  repair: boolean;
  /** The latest message, be it the prompt or what tools answered, reports checks that failed. */
  failure: boolean;
  /** Where the client works, when it says so. */
  directory?: string;
}
