import { useMemo, useState } from 'react';
import type { ListSnapshot, LogLine } from '../../live';
import { usePreference } from '../common';
import { LogRowIndex, type LogFilter } from './LogRowIndex';
import type { LogLook } from './LogViewport';

const ALL: LogFilter = { hiddenLevels: new Set(), hiddenPhases: new Set() };

/** Which rows of a log are shown, and how: the look is remembered. */
export function useLogView(lines: ListSnapshot<LogLine>) {
  const { items, count, revision } = lines;
  const [filter, setFilter] = useState(ALL);
  const [wrap, setWrap] = usePreference('log.wrap', ['no', 'yes']);
  const [times, setTimes] = usePreference('log.times', ['no', 'yes']);
  const index = useMemo(
    () => ({ rows: new LogRowIndex(items, filter), revision }),
    [items, filter, revision],
  );
  const rows = index.rows.extend(count);
  const look: LogLook = { wrap: wrap === 'yes', showTimes: times === 'yes' };
  const setLook = (next: LogLook) => {
    setWrap(next.wrap ? 'yes' : 'no');
    setTimes(next.showTimes ? 'yes' : 'no');
  };
  const showAll = () => setFilter(ALL);
  return { rows, filter, setFilter, showAll, look, setLook };
}
