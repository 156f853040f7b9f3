import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { checkKindTitles } from '@background-tasks/plugin-background-tasks-common';
import { useId, useState } from 'react';
import { formatDuration, ScrollRegion } from '../common';
import { CheckResultLabel } from './CheckResultLabel';
import type { CheckPair } from './pairChecks';

const useStyles = makeStyles(theme => ({
  command: { fontFamily: 'monospace', overflowWrap: 'anywhere' },
  nowrap: { whiteSpace: 'nowrap' },
  output: {
    fontFamily: 'monospace',
    padding: theme.spacing(1.5),
    maxHeight: 360,
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontSize: 12,
    backgroundColor: theme.palette.background.default,
  },
}));

/** One check, with its output on demand. */
export function CheckRow(props: { pair: CheckPair }) {
  const { pair } = props;
  const classes = useStyles();
  const outputId = useId();
  const output = pair.gate?.output || pair.baseline?.output || '';
  // What failed is what people came to read.
  const [open, setOpen] = useState(pair.gate?.status === 'failed');
  const duration = pair.gate?.durationMs ?? pair.baseline?.durationMs;
  return (
    <>
      <TableRow>
        <TableCell>
          {checkKindTitles[pair.kind]}
          <Typography
            component="div"
            variant="caption"
            color="textSecondary"
            className={classes.command}
            title={pair.reason}
          >
            {pair.command}
          </Typography>
        </TableCell>
        <TableCell>
          <CheckResultLabel check={pair.baseline} />
        </TableCell>
        <TableCell>
          <CheckResultLabel check={pair.gate} />
        </TableCell>
        <TableCell className={classes.nowrap}>
          {duration === undefined ? '–' : formatDuration(duration)}
        </TableCell>
        <TableCell>
          {output === '' ? (
            '–'
          ) : (
            <Button
              size="small"
              aria-expanded={open}
              aria-controls={outputId}
              aria-label={`${open ? 'Hide' : 'Show'} output of ${pair.command}`}
              onClick={() => setOpen(!open)}
            >
              {open ? 'Hide' : 'Show'}
            </Button>
          )}
        </TableCell>
      </TableRow>
      {open && output !== '' && (
        <TableRow id={outputId}>
          <TableCell colSpan={5}>
            <ScrollRegion
              className={classes.output}
              aria-label={`Output of ${pair.command}`}
            >
              {output}
            </ScrollRegion>
          </TableCell>
        </TableRow>
      )}
    </>
  );
}
