import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type { Insights } from '@background-tasks/plugin-background-tasks-common';
import { formatDuration } from '../common';
import { formatShare } from '../common/formatShare';
import { formatAmount } from './formatAmount';

const useStyles = makeStyles(theme => ({
  root: {
    margin: 0,
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
    fontFamily: theme.typography.fontFamily,
    [theme.breakpoints.down('xs')]: {
      gridTemplateColumns: '1fr 1fr',
      gap: theme.spacing(1),
    },
  },
  figure: {
    padding: theme.spacing(1.5),
    display: 'flex',
    flexDirection: 'column',
    '& dt': { color: theme.palette.text.secondary },
    '& dd': { margin: 0 },
  },
  value: {
    fontSize: theme.typography.pxToRem(22),
    whiteSpace: 'nowrap',
    lineHeight: 1.3,
    fontWeight: 700,
  },
  note: {
    color: theme.palette.text.secondary,
    fontSize: theme.typography.body2.fontSize,
  },
}));

/** The figures that tell most, at a glance. */
export function KeyFigures(props: { insights: Insights }) {
  const classes = useStyles();
  return (
    <dl className={classes.root} aria-label="Key figures">
      {figuresOf(props.insights).map(({ label, value, note }) => (
        <Paper key={label} component="div" className={classes.figure}>
          <dt>{label}</dt>
          <dd className={classes.value}>{value}</dd>
          <dd className={classes.note}>{note}</dd>
        </Paper>
      ))}
    </dl>
  );
}

function figuresOf({ total, timeToPullRequest }: Insights) {
  const { statuses, pullRequests, retries, retriesSucceeded } = total;
  const { ended, endedWithinHour, tasksOfUnknownCost } = total;
  const active = statuses.Pending + statuses.Creating + statuses.Running;
  const opened = pullRequests.open + pullRequests.merged + pullRequests.closed;
  const decided = statuses.Completed + statuses.Failed + statuses.Timeout;
  return [
    {
      label: 'Tasks',
      value: total.tasks.toLocaleString(),
      note: active > 0 ? `${active} not ended yet` : 'All have ended',
    },
    {
      label: 'Success rate',
      value: formatShare(total.successRate),
      note: `${statuses.Completed} of ${decided}; ${statuses.Stopped} stopped`,
    },
    {
      label: 'Pull requests',
      value: opened.toLocaleString(),
      note: `${pullRequests.merged} merged, ${pullRequests.open} open, ${pullRequests.closed} closed`,
    },
    {
      label: 'Time to pull request',
      value: durationText(timeToPullRequest.median),
      note: `Median; 90 % within ${durationText(timeToPullRequest.p90)}`,
    },
    {
      label: 'Ended within the hour',
      value: formatShare(ended > 0 ? endedWithinHour / ended : null),
      note: `${endedWithinHour} of ${ended}`,
    },
    {
      label: 'Retries that succeeded',
      value: formatShare(retries > 0 ? retriesSucceeded / retries : null),
      note: retries > 0 ? `${retriesSucceeded} of ${retries}` : 'No retries',
    },
    {
      label: 'Cost of models',
      value: formatAmount(total.costUsd),
      note:
        tasksOfUnknownCost > 0
          ? `and that of ${tasksOfUnknownCost} tasks whose price is unknown`
          : `${total.tokens.toLocaleString()} tokens`,
    },
  ];
}

function durationText(seconds: number | null): string {
  return seconds === null ? '–' : formatDuration(seconds * 1000);
}
