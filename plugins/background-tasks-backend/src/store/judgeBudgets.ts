import type { TaskBudget } from '@background-tasks/plugin-background-tasks-common';
import type { BudgetLimits } from './ModelStore';

/** By the design: once less than this part of a budget remains, one call is in flight at a time. */
const LAST_PART = 0.1;
/** Up to this part of a budget calls need not look at each other: what fits below it fits by every rule. */
export const ROOMY_PART = 1 - LAST_PART;

/** Tokens and USD. */
export type Amount = { tokens: number; usd: number };
/** A budget, and how much of it is taken. */
export type Scope = {
  /** In words, as in "the budget of …". */
  of: string;
  limit: TaskBudget;
  spent: Amount;
  reserved: Amount & { calls: number };
};

/** Whether a call fits into all budgets, must wait for others to end, or which budget it would exceed. */
export function judge(scopes: Scope[], call: Amount): string {
  for (const scope of scopes) {
    if (isOver(scope.limit, scope.spent, call)) return exhausted(scope);
  }
  for (const { limit, spent, reserved } of scopes) {
    if (reserved.calls === 0) continue;
    const taken = add(spent, reserved);
    if (isOver(limit, taken, call) || isLastPart(limit, taken)) return 'wait';
  }
  return 'fits';
}

/** Whether a call would exceed a budget. */
export function isOver(
  limit: TaskBudget,
  spent: Amount,
  call: Amount,
): boolean {
  return (
    (limit.usd !== undefined && spent.usd + call.usd > limit.usd) ||
    (limit.tokens !== undefined && spent.tokens + call.tokens > limit.tokens)
  );
}

/** Whether a budget has room to spare for what is taken of it. */
export function hasRoom(limit: TaskBudget, taken: Amount): boolean {
  const { usd = Infinity, tokens = Infinity } = limit;
  return taken.usd <= usd * ROOMY_PART && taken.tokens <= tokens * ROOMY_PART;
}

function isLastPart(limit: TaskBudget, taken: Amount): boolean {
  const { usd = Infinity, tokens = Infinity } = limit;
  return (
    usd - taken.usd < usd * LAST_PART ||
    tokens - taken.tokens < tokens * LAST_PART
  );
}

/** That a budget is used up, in words. */
export function exhausted({
  of,
  limit,
  spent,
}: Omit<Scope, 'reserved'>): string {
  const limits = [
    limit.usd !== undefined && `$${limit.usd}`,
    limit.tokens !== undefined && `${limit.tokens} tokens`,
  ].filter(Boolean);
  return `the budget of ${of} (${limits.join(', ')}) is used up: $${dollars(
    spent.usd,
  )} and ${spent.tokens} tokens were spent, and the next call could exceed it`;
}

/** Fractions of a cent count: single calls are cheap. */
function dollars(usd: number): string {
  return usd.toFixed(6).replace(/(\.\d\d\d*?)0+$/, '$1');
}

function add(a: Amount, b: Amount): Amount {
  return { tokens: a.tokens + b.tokens, usd: a.usd + b.usd };
}

/** The sums of a row; none where there is no row. */
export function amountOf(
  row: { tokens?: unknown; usd?: unknown } | undefined,
): Amount {
  return { tokens: Number(row?.tokens ?? 0), usd: Number(row?.usd ?? 0) };
}

/** The budgets of a project, with the periods that they are for now. */
export function limitsOf(project: string, { month, day }: BudgetLimits) {
  const [monthNow, dayNow] = periodsOf(Date.now());
  return [
    ...(month
      ? [
          {
            period: monthNow,
            limit: month,
            of: `project '${project}' for this month`,
          },
        ]
      : []),
    ...(day
      ? [{ period: dayNow, limit: day, of: `project '${project}' for today` }]
      : []),
  ];
}

/** The month and the day of a moment, in UTC. */
export function periodsOf(ms: number): [month: string, day: string] {
  const iso = new Date(ms).toISOString();
  return [iso.slice(0, 7), iso.slice(0, 10)];
}
