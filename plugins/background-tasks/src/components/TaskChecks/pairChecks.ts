import type {
  CheckKind,
  CheckResult,
  ValidationReport,
} from '@background-tasks/plugin-background-tasks-common';

/** One check: how it went on the untouched base, and on the change. */
export type CheckPair = {
  /** Names the check among those of its task. */
  key: string;
  kind: CheckKind;
  command: string;
  /** Where it ran, from the root of the repository; undefined for the root. */
  directory: string | undefined;
  reason: string;
  baseline: CheckResult | undefined;
  gate: CheckResult | undefined;
};

/** The checks of both stages side by side, in the order in which they ran. */
export function pairChecks(report: ValidationReport): CheckPair[] {
  const pairs = new Map<string, CheckPair>();
  for (const stage of ['baseline', 'gate'] as const) {
    for (const check of report[stage]) {
      const { kind, command, directory, reason } = check;
      const key = `${kind} ${directory ?? ''} ${command}`;
      const known = pairs.get(key) ?? {
        key,
        kind,
        command,
        directory,
        reason,
        baseline: undefined,
        gate: undefined,
      };
      pairs.set(key, { ...known, [stage]: check });
    }
  }
  return [...pairs.values()];
}
