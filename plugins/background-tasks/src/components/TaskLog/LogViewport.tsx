import { makeStyles } from '@material-ui/core/styles';
import {
  observeElementRect,
  useVirtualizer,
  type Virtualizer,
} from '@tanstack/react-virtual';
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  type ReactNode,
  type RefObject,
} from 'react';
import type { LogLine } from '../../live';
import { ScrollRegion } from '../common';
import { LogLineRow } from './LogLineRow';
import type { LogRowIndex } from './LogRowIndex';
import type { LineRange } from './useLineLink';
import { useRowWords } from './useRowWords';

const ROW_HEIGHT_PX = 20;
const OVERSCAN_ROWS = 20;
/** Until the browser has laid the page out. */
const ASSUMED_HEIGHT_PX = 480;

const useStyles = makeStyles(theme => ({
  view: {
    height: '65vh',
    minHeight: 240,
    overflow: 'auto',
    // The rows are placed by hand: the browser would move them too.
    overflowAnchor: 'none',
  },
  all: {
    position: 'relative',
    fontFamily: 'Menlo, Consolas, "DejaVu Sans Mono", monospace',
    fontSize: 12,
    lineHeight: `${ROW_HEIGHT_PX}px`,
  },
  rows: {
    position: 'absolute',
    top: 0,
    left: 0,
    minWidth: '100%',
    width: 'max-content',
  },
  wrapped: { width: '100%' },
  phase: {
    minHeight: ROW_HEIGHT_PX,
    fontWeight: 'bold',
    paddingLeft: theme.spacing(1.5),
    backgroundColor: theme.palette.action.hover,
    borderTop: `1px solid ${theme.palette.divider}`,
    boxSizing: 'border-box',
    lineHeight: `${ROW_HEIGHT_PX - 1}px`,
  },
}));

/** How the rows look. */
export type LogLook = { wrap: boolean; showTimes: boolean };

type LogVirtualizer = Virtualizer<HTMLDivElement, Element>;

const observeRect = (
  instance: LogVirtualizer,
  report: (rect: { width: number; height: number }) => void,
) =>
  observeElementRect(instance, ({ width, height }) =>
    report({ width, height: height || ASSUMED_HEIGHT_PX }),
  );

/** The rows of the log: only those in view are drawn. */
export function LogViewport(props: {
  lines: readonly LogLine[];
  rows: LogRowIndex;
  rowCount: number;
  look: LogLook;
  /** The element that scrolls. */
  element: RefObject<HTMLDivElement>;
  onScroll: () => void;
  /** Called before the next picture when the rows have another height than before. */
  onResize: (heightPx: number) => void;
  following: boolean;
  /** A line to bring into view; another object for each wish. */
  target: { index: number } | undefined;
  range: LineRange | undefined;
  hrefOf: (number: number) => string;
  onChoose: (number: number, extend: boolean) => void;
  pattern: RegExp | undefined;
  currentMatch: number | undefined;
  /** What stands where there is no row. */
  empty: ReactNode;
}) {
  const { lines, rows, rowCount, look, element, range, pattern } = props;
  const classes = useStyles();
  const words = useRowWords();
  const virtualizer = useVirtualizer({
    count: rowCount,
    getScrollElement: () => element.current,
    estimateSize: useCallback(() => ROW_HEIGHT_PX, []),
    overscan: OVERSCAN_ROWS,
    observeElementRect: observeRect,
    initialRect: { width: 0, height: ASSUMED_HEIGHT_PX },
  });
  // While the end is followed, it is the end that stays in place.
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = () =>
    !props.following;
  useRemeasure(virtualizer, look.wrap);
  useTarget(virtualizer, rows, props.target);

  const height = virtualizer.getTotalSize();
  const { onResize } = props;
  useLayoutEffect(() => onResize(height), [height, onResize]);

  const items = virtualizer.getVirtualItems();
  return (
    <ScrollRegion
      ref={element}
      className={classes.view}
      onScroll={props.onScroll}
      role="log"
      aria-live="off"
      aria-label={words.view}
    >
      {rowCount === 0 && props.empty}
      <div className={classes.all} style={{ height }}>
        <div
          className={`${classes.rows} ${look.wrap ? classes.wrapped : ''}`}
          style={{ transform: `translateY(${items.at(0)?.start ?? 0}px)` }}
        >
          {items.map(item => {
            const row = rows.at(item.index);
            if (!row) return null;
            const number = row.index + 1;
            return (
              <div
                key={item.key}
                data-index={item.index}
                ref={look.wrap ? virtualizer.measureElement : undefined}
              >
                {row.kind === 'phase' ? (
                  <div className={classes.phase}>
                    {words.phases[lines[row.index].phase]}
                  </div>
                ) : (
                  <LogLineRow
                    line={lines[row.index]}
                    number={number}
                    href={props.hrefOf(number)}
                    wrap={look.wrap}
                    showTime={look.showTimes}
                    chosen={
                      range !== undefined &&
                      number >= range.from &&
                      number <= range.to
                    }
                    pattern={pattern}
                    current={row.index === props.currentMatch}
                    onChoose={props.onChoose}
                    words={words}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </ScrollRegion>
  );
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
