import { makeStyles } from '@material-ui/core/styles';
import { memo, useMemo, type MouseEvent } from 'react';
import type { LogLevel, LogLine } from '../../live';
import { useVisuallyHidden } from '../common';
import { readSegments } from './ansi';
import { markMatches } from './markMatches';
import { useAnsiStyles } from './useAnsiStyles';
import type { RowWords } from './useRowWords';

/** The letter of a level: its colour only repeats it. */
const marks: Readonly<Record<LogLevel, string>> = {
  error: 'E',
  warning: 'W',
  system: 'S',
  output: '',
};

const useStyles = makeStyles(theme => ({
  row: { display: 'flex', borderLeft: '3px solid transparent' },
  error: { borderLeftColor: theme.palette.status.error },
  warning: { borderLeftColor: theme.palette.status.warning },
  system: {},
  output: {},
  chosen: { backgroundColor: theme.palette.action.selected },
  number: {
    flex: 'none',
    minWidth: '4.5em',
    paddingRight: theme.spacing(1),
    textAlign: 'right',
    color: theme.palette.text.secondary,
    userSelect: 'none',
    textDecoration: 'none',
    '&:hover, &:focus': { textDecoration: 'underline' },
  },
  time: {
    flex: 'none',
    paddingRight: theme.spacing(1),
    color: theme.palette.text.secondary,
    userSelect: 'none',
  },
  mark: {
    flex: 'none',
    width: '1.6em',
    fontWeight: 'bold',
    userSelect: 'none',
  },
  text: { flex: 1, paddingRight: theme.spacing(2), whiteSpace: 'pre' },
  wrapped: {
    minWidth: 0,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  said: { color: theme.palette.text.secondary },
  match: { backgroundColor: '#fff3a3', color: '#1f2328' },
  current: { outline: `2px solid ${theme.palette.warning.main}` },
}));

/** One line of the log, with its number, level and colours. */
export const LogLineRow = memo(function Row(props: {
  line: LogLine;
  number: number;
  href: string;
  wrap: boolean;
  showTime: boolean;
  chosen: boolean;
  /** What is searched for. */
  pattern: RegExp | undefined;
  /** Whether the search is at this line. */
  current: boolean;
  onChoose: (number: number, extend: boolean) => void;
  words: RowWords;
}) {
  const { line, number, wrap, showTime, chosen, pattern, current, words } =
    props;
  const classes = useStyles();
  const hidden = useVisuallyHidden();
  const ansiStyle = useAnsiStyles();
  const segments = useMemo(
    () => markMatches(readSegments(line.text), pattern),
    [line.text, pattern],
  );
  const mark = marks[line.level];
  const title = words.levels[line.level];
  const choose = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    props.onChoose(number, event.shiftKey);
  };
  const row = [classes.row, classes[line.level], chosen && classes.chosen];
  const text = [
    classes.text,
    wrap && classes.wrapped,
    line.level === 'system' && classes.said,
  ];
  return (
    <div className={row.filter(Boolean).join(' ')}>
      <a
        className={classes.number}
        href={props.href}
        onClick={choose}
        tabIndex={-1}
        aria-label={words.line(number)}
        aria-current={chosen ? 'location' : undefined}
      >
        {number}
      </a>
      {showTime && <span className={classes.time}>{clock(line.time)}</span>}
      <span className={classes.mark} title={mark && title}>
        <span aria-hidden>{mark}</span>
        {mark && <span className={hidden}>{title}: </span>}
      </span>
      <span className={text.filter(Boolean).join(' ')}>
        {segments.map((segment, index) =>
          segment.match ? (
            <mark
              key={index}
              className={`${classes.match} ${current ? classes.current : ''}`}
            >
              {segment.text}
            </mark>
          ) : (
            <span key={index} style={ansiStyle(segment)}>
              {segment.text}
            </span>
          ),
        )}
      </span>
    </div>
  );
});

function clock(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime())
    ? ''
    : date.toLocaleTimeString(undefined, { hour12: false });
}
