import type { TaskBudget } from '@background-tasks/plugin-background-tasks-common';
import type { Committed } from './TaskStore';

/** Whom a model token was made for. */
export type ModelAccess = {
  taskUid: string;
  runUid: string;
  project: string;
  provider: string;
  /** The task's own budget. */
  budget: TaskBudget | null;
};

/** What a project may use up; left out means without limit. A day and a month are those of UTC. */
export type BudgetLimits = { day?: TaskBudget; month?: TaskBudget };

/** What was used up in a period: `2026-11-21` or `2026-11`. */
export type Spent = { period: string; usd: number; tokens: number };

/** What a call is expected to use, before it is made. */
export type ModelReservation = {
  uid: string;
  taskUid: string;
  /** Of the token that the call came with: it must still be good. */
  tokenHash: string;
  project: string;
  tokens: number;
  usd: number;
  /** The project's limits. */
  limits: BudgetLimits;
};

/** Whether a call may be made. */
export type Reserved =
  | { result: 'reserved' }
  /** It fits once calls that are under way have ended. */
  | { result: 'wait' }
  | { result: 'ended' }
  /** It would exceed a budget, which `reason` names; with `committed` where that was found out just now. */
  | { result: 'exhausted'; reason: string; committed?: Committed };

/** A call of a model that has ended. */
export type ModelCall = {
  uid: string;
  taskUid: string;
  runUid: string;
  project: string;
  provider: string;
  model: string;
  /** ms since 1970. */
  startedAt: number;
  ms: number;
  /** Of the answer; 0 where there was none. */
  status: number;
  /** Not those of caches. */
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  costUsd: number | null;
  /** What counts against budgets: an estimate where the cost is unknown. */
  chargedUsd: number;
  estimated: boolean;
  prompt: string | null;
};

/** What the calls of models use, and how far they may go. */
export interface ModelStore {
  /** What a token of an active task opens. */
  accessOf(hash: string): Promise<ModelAccess | undefined>;
  /** Reserves what a call is expected to use, in one transaction with the check of all budgets. */
  reserve(reservation: ModelReservation, ttlMs: number): Promise<Reserved>;
  /** Keeps reservations of calls that are still under way. */
  keep(uids: string[], ttlMs: number): Promise<void>;
  /** Gives a reservation back for which nothing was used. */
  giveBack(uid: string): Promise<void>;
  /** Stores a call and adds it to what its task and its project have used, in place of its reservation. */
  settle(call: ModelCall): Promise<Committed>;
  /** Whether calls of a task are still under way. */
  hasReservations(taskUid: string): Promise<boolean>;
  /** What a project has used up today and this month, in UTC. */
  spent(project: string): Promise<{ day: Spent; month: Spent }>;
  /** Which budget of a project is used up, in words. */
  exhaustedBudget(
    project: string,
    limits: BudgetLimits,
  ): Promise<string | undefined>;
}
