import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import {
  FAILURES_MAX,
  type CheckResult,
} from '@background-tasks/plugin-background-tasks-common';
import { useId, useState } from 'react';
import { useWords } from '../../useWords';
import { formatDuration } from '../common';
import { CheckFindings, hasFindings } from './CheckFindings';
import { CheckResultLabel } from './CheckResultLabel';
import type { CheckPair } from './pairChecks';

const useStyles = makeStyles({
  command: { fontFamily: 'monospace', overflowWrap: 'anywhere' },
  nowrap: { whiteSpace: 'nowrap' },
});

/** One check before and after the change, with what it found on demand. */
export function CheckRow(props: { pair: CheckPair }) {
  const { pair } = props;
  const classes = useStyles();
  const t = useWords();
  const findingsId = useId();
  // What failed is what people came to read.
  const [open, setOpen] = useState(pair.gate?.status === 'failed');
  const duration = pair.gate?.durationMs ?? pair.baseline?.durationMs;
  const tells = hasFindings(pair);
  return (
    <>
      <TableRow>
        <TableCell>
          {t(`common.checkKinds.${pair.kind}`)}
          <Typography
            component="div"
            variant="caption"
            color="textSecondary"
            className={classes.command}
            title={pair.reason}
          >
            {pair.directory
              ? t('checks.commandIn', {
                  command: pair.command,
                  directory: pair.directory,
                })
              : pair.command}
          </Typography>
        </TableCell>
        <TableCell>
          <CheckResultLabel check={pair.baseline} />
        </TableCell>
        <TableCell>
          <CheckResultLabel check={pair.gate} />
          <NewFailures check={pair.gate} />
        </TableCell>
        <TableCell className={classes.nowrap}>
          {duration === undefined ? '–' : formatDuration(duration)}
        </TableCell>
        <TableCell>
          {tells ? (
            <Button
              size="small"
              aria-expanded={open}
              aria-controls={findingsId}
              aria-label={t(open ? 'checks.hideOf' : 'checks.showOf', {
                command: pair.command,
              })}
              onClick={() => setOpen(!open)}
            >
              {t(open ? 'checks.hide' : 'checks.show')}
            </Button>
          ) : (
            '–'
          )}
        </TableCell>
      </TableRow>
      {open && tells && (
        <TableRow id={findingsId}>
          <TableCell colSpan={5}>
            <CheckFindings pair={pair} />
          </TableCell>
        </TableRow>
      )}
    </>
  );
}

// How much the change broke stands there also where the findings are folded.
function NewFailures(props: { check: CheckResult | undefined }) {
  const t = useWords();
  const count = props.check?.newFailures?.length ?? 0;
  if (count === 0) return null;
  return (
    <Typography component="div" variant="caption">
      {count >= FAILURES_MAX
        ? t('checks.newCountOrMore', { number: String(count) })
        : t('checks.newCount', { count })}
    </Typography>
  );
}
