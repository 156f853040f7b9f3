import {
  useCallback,
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import type { LogRowIndex } from './LogRowIndex';
import type { ChooseLine } from './useLogLines';
import type { LogVirtualizer } from './useLogVirtualizer';

/** Keys may be faster than the scrolling that they cause. */
const NEAR_ROWS = 5;

type Options = {
  element: RefObject<HTMLDivElement>;
  virtualizer: LogVirtualizer;
  rows: LogRowIndex;
  following: boolean;
  onMove: (lineIndex: number) => void;
  onChoose: ChooseLine;
};

/**
 * Arrow keys go from line to line, Enter chooses the one that they are at, and with Shift all from the one that was
 * chosen first.
 */
export function useLineKeys(options: Options): {
  /** The index of the line that the keys are at. */
  current: number | undefined;
  onKeyDown: (event: KeyboardEvent) => void;
  /** A line was chosen by hand: the keys go on from there. */
  onPick: (number: number, extend: boolean) => void;
} {
  const { element, virtualizer, rows, onMove, onChoose } = options;
  const [current, setCurrent] = useState<number>();

  const latest = useRef(onChoose);
  useEffect(() => {
    latest.current = onChoose;
  });
  // The same function for ever, so that rows that do not change are not drawn again.
  const onPick = useCallback(
    (number: number, extend: boolean) => {
      setCurrent(number - 1);
      // A row that has the focus would take it along when it scrolls away.
      element.current?.focus({ preventScroll: true });
      latest.current(number, extend);
    },
    [element],
  );

  const move = (step: 1 | -1, extend: boolean) => {
    const row = nextRow(options, current, step);
    const index = row === undefined ? undefined : rows.at(row)?.index;
    if (row === undefined || index === undefined) return;
    setCurrent(index);
    virtualizer.scrollToIndex(row, { align: 'auto' });
    onMove(index);
    if (extend) onChoose(index + 1, true, (current ?? index) + 1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, shiftKey, ctrlKey, altKey, metaKey } = event;
    const isOwn = event.target === event.currentTarget;
    if (!isOwn || ctrlKey || altKey || metaKey) return;
    if (key === 'Enter' && current !== undefined)
      onChoose(current + 1, shiftKey);
    else if (key === 'ArrowDown') move(1, shiftKey);
    else if (key === 'ArrowUp') move(-1, shiftKey);
    else return;
    event.preventDefault();
  };
  return { current, onKeyDown, onPick };
}

/** The row of the next line; where the keys are at no line that is in view, of the first or the last that is. */
function nextRow(
  { virtualizer, rows, following }: Options,
  current: number | undefined,
  step: 1 | -1,
): number | undefined {
  const { startIndex: first, endIndex: last } = virtualizer.range ?? {
    startIndex: 0,
    endIndex: 0,
  };
  const at = current === undefined ? undefined : rows.rowOf(current);
  const isNear =
    at !== undefined && at >= first - NEAR_ROWS && at <= last + NEAR_ROWS;
  let row: number;
  if (isNear && at !== undefined) row = at + step;
  else if (following) row = rows.length - 1;
  else row = step === 1 ? first : last;
  // A phase's heading is no line.
  while (rows.at(row)?.kind === 'phase') row += step;
  return row >= 0 && row < rows.length ? row : undefined;
}
