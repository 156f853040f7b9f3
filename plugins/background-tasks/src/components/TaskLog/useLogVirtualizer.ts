import {
  observeElementRect,
  useVirtualizer,
  type Virtualizer,
} from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, type RefObject } from 'react';
import type { LogRowIndex } from './LogRowIndex';

export const ROW_HEIGHT_PX = 20;
const OVERSCAN_ROWS = 20;
/** Until the browser has laid the page out. */
const ASSUMED_HEIGHT_PX = 480;

/** Which rows are in view, and how to bring others there. */
export type LogVirtualizer = Virtualizer<HTMLDivElement, Element>;

const observeRect = (
  instance: LogVirtualizer,
  report: (rect: { width: number; height: number }) => void,
) =>
  observeElementRect(instance, ({ width, height }) =>
    report({ width, height: height || ASSUMED_HEIGHT_PX }),
  );

/** Places the rows of the log: only those in view are drawn. */
export function useLogVirtualizer(options: {
  element: RefObject<HTMLDivElement>;
  rows: LogRowIndex;
  rowCount: number;
  wrap: boolean;
  following: boolean;
  /** A line to bring into view; another object for each wish. */
  target: { index: number } | undefined;
}): LogVirtualizer {
  const { element, rows, rowCount, wrap, following, target } = options;
  const virtualizer = useVirtualizer({
    count: rowCount,
    getScrollElement: () => element.current,
    estimateSize: useCallback(() => ROW_HEIGHT_PX, []),
    overscan: OVERSCAN_ROWS,
    observeElementRect: observeRect,
    initialRect: { width: 0, height: ASSUMED_HEIGHT_PX },
  });
  // While the end is followed, it is the end that stays in place.
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = () => !following;
  useRemeasure(virtualizer, wrap);
  useTarget(virtualizer, rows, target);
  return virtualizer;
}

// Heights that were measured of wrapped lines are wrong for the others.
function useRemeasure(virtualizer: LogVirtualizer, wrap: boolean) {
  const measured = useRef(wrap);
  useEffect(() => {
    if (measured.current === wrap) return;
    measured.current = wrap;
    virtualizer.measure();
  }, [virtualizer, wrap]);
}

function useTarget(
  virtualizer: LogVirtualizer,
  rows: LogRowIndex,
  target: { index: number } | undefined,
) {
  const current = useRef(rows);
  current.current = rows;
  useEffect(() => {
    if (!target) return;
    virtualizer.scrollToIndex(current.current.rowOf(target.index), {
      align: 'center',
    });
  }, [virtualizer, target]);
}
