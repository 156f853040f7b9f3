import type {
  BackgroundTaskEvent,
  BackgroundTaskRef,
} from '@background-tasks/plugin-background-tasks-common';
import type { ConnectionState } from '../types';

/** A task that somebody watches, and the position up to which they know it. */
export type WantedTask = { ref: BackgroundTaskRef; after: number };

/** What the leader says of a task: all events after `after`, without a gap. */
export type EventsMessage = {
  type: 'events';
  ref: BackgroundTaskRef;
  after: number;
  events: BackgroundTaskEvent[];
};

/** How the leader's stream does for a task, and up to which position it was told of. */
export type StateMessage = {
  type: 'state';
  ref: BackgroundTaskRef;
  at: number;
  connection: ConnectionState;
};

/** What tabs of one browser say to each other. */
export type Message =
  /** All that a tab watches now, instead of what it said before; nothing where it leaves. */
  | { type: 'want'; tab: string; tasks: WantedTask[] }
  /** A new leader asks who watches what. */
  | { type: 'hello' }
  | EventsMessage
  | StateMessage;

const types: readonly string[] = ['want', 'hello', 'events', 'state'];

/** Whether another tab, which may run another version of this code, said something that is known here. */
export function isMessage(data: unknown): data is Message {
  return (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    typeof data.type === 'string' &&
    types.includes(data.type)
  );
}

/** Names a task among all. */
export function keyOf(ref: BackgroundTaskRef): string {
  return `${ref.project}/${ref.name}`;
}
