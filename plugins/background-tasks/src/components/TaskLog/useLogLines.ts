import { useCallback, useEffect, useRef } from 'react';
import type { LineRange } from './useLineLink';

/** Goes to the line that the address names as soon as it is there; not again when others are chosen by hand. */
export function useLinkedLine(
  range: LineRange | undefined,
  lineCount: number,
  goTo: (lineIndex: number) => void,
) {
  const wanted = useRef(range?.from);
  useEffect(() => {
    const from = wanted.current;
    if (from === undefined || from > lineCount) return;
    wanted.current = undefined;
    goTo(from - 1);
  }, [lineCount, goTo]);
}

/** Chooses a line, or with Shift all from the one that was chosen first. */
export function useLineChoice(
  range: LineRange | undefined,
  select: (range: LineRange) => void,
  onChoose: () => void,
) {
  const latest = useRef({ range, select, onChoose });
  useEffect(() => {
    latest.current = { range, select, onChoose };
  });
  // The same function for ever, so that rows that do not change are not drawn again.
  return useCallback((number: number, extend: boolean) => {
    const { current } = latest;
    const first = extend && current.range ? current.range.from : number;
    current.onChoose();
    current.select({
      from: Math.min(first, number),
      to: Math.max(first, number),
    });
  }, []);
}
