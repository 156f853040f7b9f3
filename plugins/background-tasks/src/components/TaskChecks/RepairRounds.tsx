import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useMemo, useSyncExternalStore } from 'react';
import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import type { TaskEventLog } from '../../live';
import { useWords } from '../../useWords';
import { findRounds, recordedRounds, roundTitle } from '../TaskActivity/rounds';
import { CheckList } from './CheckList';
import { RoundFacts } from './RoundFacts';

const useStyles = makeStyles(theme => ({
  root: { marginTop: theme.spacing(2), padding: theme.spacing(2) },
  round: { marginTop: theme.spacing(1.5), overflowWrap: 'anywhere' },
}));

/** What each round of the agent used and changed, how the checks went after it, and what sent it into the next one. */
export function RepairRounds(props: {
  log: TaskEventLog;
  recorded: BackgroundTask['change']['rounds'];
}) {
  const { log, recorded } = props;
  const classes = useStyles();
  const t = useWords();
  const events = useSyncExternalStore(log.subscribe, log.getAgentEvents);
  const rounds = useMemo(
    () => findRounds(events.items.slice(0, events.count)),
    [events],
  );
  // Events are deleted sooner than what became of the task.
  const known = rounds.length > 0 ? rounds : recordedRounds(recorded);
  if (known.length === 0) return null;
  return (
    <Paper
      component="section"
      aria-label={t('checks.rounds')}
      className={classes.root}
    >
      <Typography component="h3" variant="subtitle1">
        {t('checks.rounds')}
      </Typography>
      <Typography variant="body2" color="textSecondary">
        {t('checks.roundsText')}
      </Typography>
      {known.map(round => (
        <div key={round.key} className={classes.round}>
          <Typography component="h4" variant="subtitle2">
            {roundTitle(round, t)}
          </Typography>
          <RoundFacts round={round} />
          <CheckList checks={round.checks} />
        </div>
      ))}
    </Paper>
  );
}
