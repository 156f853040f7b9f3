import { makeStyles } from '@material-ui/core/styles';
import { ScrollRegion } from '../common';
import type { DiffLine } from './parseDiff';

const SIGNS: Readonly<Record<DiffLine['kind'], string>> = {
  hunk: '',
  context: ' ',
  add: '+',
  delete: '-',
  note: '\\',
};

const useStyles = makeStyles(theme => {
  const dark = theme.palette.type === 'dark';
  return {
    scroll: { overflowX: 'auto', border: 0 },
    table: {
      borderCollapse: 'collapse',
      width: '100%',
      fontFamily: 'Menlo, Consolas, "DejaVu Sans Mono", monospace',
      fontSize: 12,
      lineHeight: '20px',
      whiteSpace: 'pre',
    },
    number: {
      width: 1,
      padding: theme.spacing(0, 1),
      textAlign: 'right',
      color: theme.palette.text.secondary,
      userSelect: 'none',
    },
    sign: { width: 1, padding: theme.spacing(0, 0.5) },
    text: { padding: theme.spacing(0, 1, 0, 0) },
    add: { backgroundColor: dark ? 'rgba(46,160,67,0.22)' : '#e6ffec' },
    delete: { backgroundColor: dark ? 'rgba(248,81,73,0.22)' : '#ffebe9' },
    hunk: {
      backgroundColor: theme.palette.action.hover,
      color: theme.palette.text.secondary,
    },
    note: { color: theme.palette.text.secondary, fontStyle: 'italic' },
    context: {},
  };
});

/** The lines of one file's diff, with signs and with the numbers before and after. */
export function DiffLines(props: { path: string; lines: DiffLine[] }) {
  const classes = useStyles();
  return (
    <ScrollRegion
      className={classes.scroll}
      aria-label={`Diff of ${props.path}`}
    >
      <table className={classes.table}>
        <tbody>
          {props.lines.map((line, index) => (
            <tr key={index} className={classes[line.kind]}>
              <td className={classes.number}>{line.oldNumber}</td>
              <td className={classes.number}>{line.newNumber}</td>
              <td className={classes.sign}>{SIGNS[line.kind]}</td>
              <td className={classes.text}>{line.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
