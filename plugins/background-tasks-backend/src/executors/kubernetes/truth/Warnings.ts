import type { EventView, ObjectWarning } from './views';

/** Objects of which something is known; those that nobody asked about for longest are forgotten first. */
const MAX_OBJECTS = 2_000;
/** Reasons of one object: each is told again and again with other words, of which the last count. */
const MAX_REASONS = 8;
const MAX_MESSAGE = 1_000;

/** What the cluster warns of about Jobs and Pods, as far as somebody may still ask. */
export class Warnings {
  private readonly byObject = new Map<string, Map<string, EventView>>();

  add({ uid, reason, message }: ObjectWarning): void {
    const reasons = this.touch(uid) ?? new Map<string, EventView>();
    this.byObject.set(uid, reasons);
    // The newest is the last one.
    reasons.delete(reason);
    reasons.set(reason, { reason, message: message?.slice(0, MAX_MESSAGE) });
    shorten(reasons, MAX_REASONS);
    shorten(this.byObject, MAX_OBJECTS);
  }

  /** What is known about an object, the newest last. */
  of(uid: string): EventView[] {
    return [...(this.touch(uid)?.values() ?? [])];
  }

  /** Somebody is interested in it, so that others are forgotten before it. */
  private touch(uid: string): Map<string, EventView> | undefined {
    const reasons = this.byObject.get(uid);
    if (!reasons) return undefined;
    this.byObject.delete(uid);
    this.byObject.set(uid, reasons);
    return reasons;
  }
}

/** What has been in there for longest goes first. */
function shorten<T>(map: Map<string, T>, size: number): void {
  for (const key of map.keys()) {
    if (map.size <= size) return;
    map.delete(key);
  }
}
