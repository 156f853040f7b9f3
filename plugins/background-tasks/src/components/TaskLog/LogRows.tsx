import { makeStyles } from '@material-ui/core/styles';
import type { LogLine } from '../../live';
import { takeRows, withoutAnsi, type LogRow } from './rows';

/** The height of each row, so that a place in the log is a matter of counting. */
export const ROW_HEIGHT_PX = 20;
const OVERSCAN_ROWS = 30;

const useStyles = makeStyles(theme => ({
  all: {
    position: 'relative',
    minWidth: 'max-content',
    fontFamily: 'Menlo, Consolas, "DejaVu Sans Mono", monospace',
    fontSize: 12,
    lineHeight: `${ROW_HEIGHT_PX}px`,
  },
  rows: { position: 'absolute', left: 0, right: 0 },
  row: { display: 'flex', height: ROW_HEIGHT_PX, whiteSpace: 'pre' },
  number: {
    minWidth: '5em',
    paddingRight: theme.spacing(1.5),
    textAlign: 'right',
    color: theme.palette.text.secondary,
    userSelect: 'none',
  },
  text: { paddingRight: theme.spacing(2) },
  system: { color: theme.palette.text.secondary, fontStyle: 'italic' },
  stderr: {
    borderLeft: `3px solid ${theme.palette.warning.main}`,
    paddingLeft: 5,
  },
  stdout: { paddingLeft: 8 },
  phase: {
    fontWeight: 'bold',
    paddingLeft: theme.spacing(1.5),
    backgroundColor: theme.palette.action.hover,
  },
}));

/** The rows of the log that are in view, at their place. */
export function LogRows(props: {
  lines: readonly LogLine[];
  phaseStarts: readonly number[];
  rowCount: number;
  scrollTop: number;
  viewHeight: number;
}) {
  const { lines, phaseStarts, rowCount, scrollTop, viewHeight } = props;
  const classes = useStyles();
  const first = Math.floor(scrollTop / ROW_HEIGHT_PX);
  const visible = Math.ceil(viewHeight / ROW_HEIGHT_PX);
  const from = Math.max(0, Math.min(first, rowCount - visible) - OVERSCAN_ROWS);
  const to = Math.min(rowCount, first + visible + OVERSCAN_ROWS);
  const rows = takeRows(lines, phaseStarts, from, to);
  return (
    <div className={classes.all} style={{ height: rowCount * ROW_HEIGHT_PX }}>
      <div className={classes.rows} style={{ top: from * ROW_HEIGHT_PX }}>
        {rows.map((row, index) => (
          <Row key={from + index} row={row} />
        ))}
      </div>
    </div>
  );
}

function Row(props: { row: LogRow }) {
  const { row } = props;
  const classes = useStyles();
  if (row.kind === 'phase') {
    return <div className={`${classes.row} ${classes.phase}`}>{row.title}</div>;
  }
  const { number, line } = row;
  const stream = line.stream === 'system' ? classes.system : '';
  const side = line.stream === 'stderr' ? classes.stderr : classes.stdout;
  return (
    <div className={classes.row}>
      <span className={classes.number} aria-hidden>
        {number}
      </span>
      <span className={`${classes.text} ${stream} ${side}`}>
        {withoutAnsi(line.text)}
      </span>
    </div>
  );
}
