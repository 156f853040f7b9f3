import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { checkKindTitles } from '@background-tasks/plugin-background-tasks-common';
import { useMemo, useSyncExternalStore } from 'react';
import type { TaskEventLog } from '../../live';
import { findRounds, roundTitle } from '../TaskActivity/rounds';
import { CheckResultLabel } from './CheckResultLabel';
import { FailureList } from './FailureList';

const useStyles = makeStyles(theme => ({
  root: { marginTop: theme.spacing(2), padding: theme.spacing(2) },
  round: { marginTop: theme.spacing(1.5), overflowWrap: 'anywhere' },
  checks: { listStyle: 'none', margin: 0, padding: 0 },
  command: { fontFamily: 'monospace', overflowWrap: 'anywhere' },
}));

/** How the checks went after each round of the agent, and what sent it into the next one. */
export function RepairRounds(props: { log: TaskEventLog }) {
  const { log } = props;
  const classes = useStyles();
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
      aria-label="Repair rounds"
      className={classes.root}
    >
      <Typography component="h3" variant="subtitle1">
        Repair rounds
      </Typography>
      <Typography variant="body2" color="textSecondary">
        After each round the agent was told what failed. These looks decided
        nothing: the checks above did.
      </Typography>
      {looked.map(round => (
        <div key={round.key} className={classes.round}>
          <Typography component="h4" variant="subtitle2">
            {roundTitle(round)}
          </Typography>
          <ul className={classes.checks}>
            {round.checks.map((check, index) => (
              <li key={index}>
                <CheckResultLabel check={check} /> {checkKindTitles[check.kind]}
                : <span className={classes.command}>{check.command}</span>
                {check.status === 'failed' && (
                  <FailureList
                    title="Failures"
                    failures={check.newFailures ?? check.failures ?? []}
                    folded
                  />
                )}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Paper>
  );
}
