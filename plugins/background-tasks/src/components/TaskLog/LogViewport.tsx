import { makeStyles } from '@material-ui/core/styles';
import { useId, useLayoutEffect, type ReactNode, type RefObject } from 'react';
import type { LogLine } from '../../live';
import { ScrollRegion, useVisuallyHidden } from '../common';
import { LogLineRow } from './LogLineRow';
import type { LogRowIndex } from './LogRowIndex';
import { PhaseHeading } from './PhaseHeading';
import { useLineKeys } from './useLineKeys';
import type { LineRange } from './useLineLink';
import type { ChooseLine } from './useLogLines';
import { ROW_HEIGHT_PX, useLogVirtualizer } from './useLogVirtualizer';
import { useRowWords } from './useRowWords';

const useStyles = makeStyles(theme => ({
  view: {
    height: '65vh',
    minHeight: 240,
    overflow: 'auto',
    // The rows are placed by hand: the browser would move them too.
    overflowAnchor: 'none',
    // Where the keys are; a mouse needs no such frame.
    '&:focus-visible $current': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: -2,
    },
  },
  current: {},
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
}));

/** How the rows look. */
export type LogLook = { wrap: boolean; showTimes: boolean };

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
  onChoose: ChooseLine;
  /** The keys came to a line. */
  onMove: (lineIndex: number) => void;
  pattern: RegExp | undefined;
  currentMatch: number | undefined;
  /** What stands where there is no row. */
  empty: ReactNode;
}) {
  const { lines, rows, rowCount, look, element, range, pattern } = props;
  const classes = useStyles();
  const hidden = useVisuallyHidden();
  const words = useRowWords();
  const virtualizer = useLogVirtualizer({
    element,
    rows,
    rowCount,
    wrap: look.wrap,
    following: props.following,
    target: props.target,
  });
  const { current, onKeyDown, onPick } = useLineKeys({
    element,
    virtualizer,
    rows,
    following: props.following,
    onMove: props.onMove,
    onChoose: props.onChoose,
  });
  const hintId = useId();

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
      aria-describedby={hintId}
      onKeyDown={onKeyDown}
    >
      <span id={hintId} className={hidden}>
        {words.keys}
      </span>
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
                className={
                  row.kind === 'line' && row.index === current
                    ? classes.current
                    : undefined
                }
                ref={look.wrap ? virtualizer.measureElement : undefined}
              >
                {row.kind === 'phase' ? (
                  <PhaseHeading
                    phase={lines[row.index].phase}
                    name={words.phases[lines[row.index].phase]}
                  />
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
                    onChoose={onPick}
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
