import { makeStyles } from '@material-ui/core/styles';

/** The looks that both ways to show a diff share. */
export const useDiffStyles = makeStyles(theme => {
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
      tabSize: 4,
      '& td': { verticalAlign: 'top' },
    },
    split: { tableLayout: 'fixed' },
    number: {
      width: 1,
      padding: theme.spacing(0, 1),
      textAlign: 'right',
      color: theme.palette.text.secondary,
      userSelect: 'none',
    },
    splitNumber: { width: '4.5em' },
    sign: { width: 1, padding: theme.spacing(0, 0.5), userSelect: 'none' },
    splitSign: { width: '1.6em' },
    text: { padding: theme.spacing(0, 1, 0, 0) },
    wrapped: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
    add: { backgroundColor: dark ? 'rgba(46,160,67,0.22)' : '#e6ffec' },
    delete: { backgroundColor: dark ? 'rgba(248,81,73,0.22)' : '#ffebe9' },
    nothing: { backgroundColor: theme.palette.action.hover },
    hunk: {
      backgroundColor: theme.palette.action.hover,
      color: theme.palette.text.primary,
    },
    note: { color: theme.palette.text.secondary, fontStyle: 'italic' },
    context: {},
  };
});
