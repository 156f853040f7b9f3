import { useEffect, useRef } from 'react';
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

/**
 * Chooses a line, or all from the one that was chosen first.
 *
 * @param start - the first one where none was chosen
 */
export type ChooseLine = (
  number: number,
  extend: boolean,
  start?: number,
) => void;

/** How lines are chosen, by hand and by keys. */
export function useLineChoice(
  range: LineRange | undefined,
  select: (range: LineRange) => void,
  onChoose: (range: LineRange) => void,
): ChooseLine {
  const anchor = useRef<number>();
  return (number, extend, start = number) => {
    const first = extend ? firstOf(range, anchor.current) ?? start : number;
    anchor.current = first;
    const chosen = {
      from: Math.min(first, number),
      to: Math.max(first, number),
    };
    onChoose(chosen);
    select(chosen);
  };
}

// Upwards, the line that was chosen first is the last one of the range.
function firstOf(
  range: LineRange | undefined,
  anchor: number | undefined,
): number | undefined {
  return range && anchor === range.to ? anchor : range?.from;
}
