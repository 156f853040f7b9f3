import { DateTime } from 'luxon';
import { useSearchParams } from 'react-router-dom';

const DEFAULT_DAYS = 30;
/** As many as the server takes. */
const MAX_DAYS = 730;
const DATE = /^\d{4}-\d\d-\d\d$/;

/** Days in UTC, both included, as `2026-11-21`. */
export type DayRange = { from: string; to: string };

/** The range and the project that the figures are of, kept in the URL so that a link shows the same. */
export function useInsightsParams() {
  const [params, setParams] = useSearchParams();
  const project = params.get('project') ?? '';
  const range = rangeOf(params);
  const write = (next: Record<string, string>) =>
    setParams(current => {
      const changed = new URLSearchParams(current);
      for (const [key, value] of Object.entries(next)) {
        if (value) changed.set(key, value);
        else changed.delete(key);
      }
      return changed;
    });
  return {
    /** Empty: all projects. */
    project,
    range,
    problem: problemOf(range),
    setProject: (chosen: string) => write({ project: chosen }),
    setRange: (chosen: DayRange) => write(chosen),
  };
}

/** The last days up to today. */
export function lastDays(days: number): DayRange {
  const today = DateTime.utc();
  return {
    from: today.minus({ days: days - 1 }).toISODate() ?? '',
    to: today.toISODate() ?? '',
  };
}

/** The range as the server takes it: from the beginning of its first day to the end of its last. */
export function instantsOf({ from, to }: DayRange): DayRange {
  const end = DateTime.fromISO(to, { zone: 'utc' }).plus({ days: 1 });
  return { from: `${from}T00:00:00.000Z`, to: end.toISO() ?? '' };
}

function rangeOf(params: URLSearchParams): DayRange {
  const standard = lastDays(DEFAULT_DAYS);
  const read = (key: keyof DayRange) => {
    const value = params.get(key) ?? '';
    return DATE.test(value) && DateTime.fromISO(value).isValid
      ? value
      : standard[key];
  };
  return { from: read('from'), to: read('to') };
}

function problemOf({ from, to }: DayRange): 'reversed' | 'tooLong' | undefined {
  if (to < from) return 'reversed';
  const days = DateTime.fromISO(to).diff(DateTime.fromISO(from), 'days').days;
  return days > MAX_DAYS ? 'tooLong' : undefined;
}
