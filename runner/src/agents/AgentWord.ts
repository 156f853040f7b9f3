import { relative, sep } from 'node:path';

/** What the agent does: thinks, speaks, uses a tool, or edits a file. */
export type AgentActivity = {
  type: 'activity';
  kind: 'thought' | 'message' | 'tool' | 'edit';
  text: string;
  tool?: string;
  /** From the root of the repository. */
  path?: string;
  failed?: boolean;
};

/** What a line of an agent means. */
export type AgentWord =
  | AgentActivity
  /** Which program it is. */
  | { type: 'program'; version?: string; model?: string }
  /** It calls its model. */
  | { type: 'turn' }
  /** What the session has used so far, all rounds together. The cost is the agent's own estimate. */
  | {
      type: 'usage';
      inputTokens: number;
      outputTokens: number;
      costUsd: number | null;
    }
  /** What it prints beside its events. */
  | { type: 'log'; text: string }
  /** An error after which it would only try in vain: it is stopped at once. */
  | { type: 'hopeless'; words: string };

/** A path as people know it, from the root of the repository; one outside of it stays as it is. */
export function pathWithin(work: string, path: string): string {
  const below = relative(work, path);
  if (!path.startsWith('/') || below === '') return path;
  return below === '..' || below.startsWith(`..${sep}`) ? path : below;
}

/** What a tool was given, on one line where it has one obvious part. */
export function describeInput(input: unknown): string {
  if (typeof input === 'string') return input;
  if (typeof input === 'object' && input !== null) {
    for (const key of ['command', 'cmd', 'commands', 'pattern', 'query']) {
      const value: unknown = Reflect.get(input, key);
      if (typeof value === 'string') return value;
      if (Array.isArray(value)) return value.map(describeInput).join('; ');
    }
  }
  return JSON.stringify(input) ?? '';
}
