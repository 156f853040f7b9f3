import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type { Insights } from '@background-tasks/plugin-background-tasks-common';
import { useWords, type Words } from '../../useWords';
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
  const t = useWords();
  return (
    <dl className={classes.root} aria-label={t('insights.key.label')}>
      {figuresOf(props.insights, t).map(({ label, value, note }) => (
        <Paper key={label} component="div" className={classes.figure}>
          <dt>{label}</dt>
          <dd className={classes.value}>{value}</dd>
          <dd className={classes.note}>{note}</dd>
        </Paper>
      ))}
    </dl>
  );
}

function figuresOf({ total, timeToPullRequest }: Insights, t: Words) {
  const { statuses, pullRequests, retries, retriesSucceeded } = total;
  const { ended, endedWithinHour, tasksOfUnknownCost } = total;
  const active = statuses.Pending + statuses.Creating + statuses.Running;
  const opened = pullRequests.open + pullRequests.merged + pullRequests.closed;
  const decided = statuses.Completed + statuses.Failed + statuses.Timeout;
  return [
    {
      label: t('insights.key.tasks'),
      value: total.tasks.toLocaleString(),
      note:
        active > 0
          ? t('insights.key.active', { number: String(active) })
          : t('insights.key.allEnded'),
    },
    {
      label: t('insights.key.successRate'),
      value: formatShare(total.successRate),
      note: t('insights.key.decided', {
        completed: String(statuses.Completed),
        decided: String(decided),
        stopped: String(statuses.Stopped),
      }),
    },
    {
      label: t('insights.key.pullRequests'),
      value: opened.toLocaleString(),
      note: t('insights.key.pullRequestStates', {
        merged: String(pullRequests.merged),
        open: String(pullRequests.open),
        closed: String(pullRequests.closed),
      }),
    },
    {
      label: t('insights.key.timeToPullRequest'),
      value: durationText(timeToPullRequest.median),
      note: t('insights.key.median', {
        duration: durationText(timeToPullRequest.p90),
      }),
    },
    {
      label: t('insights.key.withinHour'),
      value: formatShare(ended > 0 ? endedWithinHour / ended : null),
      note: shareText(endedWithinHour, ended, t),
    },
    {
      label: t('insights.key.retries'),
      value: formatShare(retries > 0 ? retriesSucceeded / retries : null),
      note:
        retries > 0
          ? shareText(retriesSucceeded, retries, t)
          : t('insights.key.noRetries'),
    },
    {
      label: t('insights.key.cost'),
      value: formatAmount(total.costUsd),
      note:
        tasksOfUnknownCost > 0
          ? t('insights.key.unknownCost', {
              number: String(tasksOfUnknownCost),
            })
          : t('insights.key.tokens', { number: total.tokens }),
    },
  ];
}

function shareText(part: number, whole: number, t: Words): string {
  return t('insights.key.share', { part: String(part), whole: String(whole) });
}

function durationText(seconds: number | null): string {
  return seconds === null ? '–' : formatDuration(seconds * 1000);
}
