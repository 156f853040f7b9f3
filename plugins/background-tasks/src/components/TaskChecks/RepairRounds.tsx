import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useMemo, useSyncExternalStore } from 'react';
import type { TaskEventLog } from '../../live';
import { useWords } from '../../useWords';
import { findRounds, roundTitle } from '../TaskActivity/rounds';
import { CheckList } from './CheckList';

const useStyles = makeStyles(theme => ({
  root: { marginTop: theme.spacing(2), padding: theme.spacing(2) },
  round: { marginTop: theme.spacing(1.5), overflowWrap: 'anywhere' },
}));

/** How the checks went after each round of the agent, and what sent it into the next one. */
export function RepairRounds(props: { log: TaskEventLog }) {
  const { log } = props;
  const classes = useStyles();
  const t = useWords();
  const events = useSyncExternalStore(log.subscribe, log.getAgentEvents);
  const rounds = useMemo(
    () => findRounds(events.items.slice(0, events.count)),
    [events],
  );
  const looked = rounds.filter(
    ({ number, checks }) => number > 0 || checks.length > 0,
  );
  if (looked.length === 0) return null;
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
      {looked.map(round => (
        <div key={round.key} className={classes.round}>
          <Typography component="h4" variant="subtitle2">
            {roundTitle(round, t)}
          </Typography>
          <CheckList checks={round.checks} />
        </div>
      ))}
    </Paper>
  );
}
