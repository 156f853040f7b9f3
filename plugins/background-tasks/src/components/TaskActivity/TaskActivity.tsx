import { EmptyState } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { TaskEventLog, TaskEventSnapshot } from '../../live';
import {
  ConnectionNote,
  ScrollRegion,
  useFollow,
  useVisuallyHidden,
} from '../common';
import { findRounds, roundTitle, sliceRounds } from './rounds';
import { RoundSection } from './RoundSection';
import { useStepWindow } from './useStepWindow';

const useStyles = makeStyles(theme => ({
  toolbar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 2),
    marginBottom: theme.spacing(1),
  },
  spread: { flex: 1 },
  view: { maxHeight: '75vh', overflow: 'auto', padding: theme.spacing(2) },
}));

/** What the agent thought, said, ran and edited, live: some hundred steps at a time are drawn. */
export function TaskActivity(props: {
  log: TaskEventLog;
  events: TaskEventSnapshot;
  active: boolean;
}) {
  const { log, events, active } = props;
  const agentEvents = useSyncExternalStore(log.subscribe, log.getAgentEvents);
  const classes = useStyles();
  const hidden = useVisuallyHidden();
  const rounds = useMemo(
    () => findRounds(agentEvents.items.slice(0, agentEvents.count)),
    [agentEvents],
  );
  const stepCount = rounds.reduce((sum, { steps }) => sum + steps.length, 0);
  const showsNewest = useRef(true);
  const { element, following, setFollowing, onScroll } = useFollow(
    agentEvents.count,
    { showsNewest },
  );
  const { from, to, showEarlier, showLater } = useStepWindow(
    stepCount,
    following,
  );
  useEffect(() => {
    showsNewest.current = to === stepCount;
  }, [to, stepCount]);
  const currentStep = active ? rounds.at(-1)?.steps.at(-1)?.key : undefined;
  const list = useMemo(
    () =>
      sliceRounds(rounds, from, to).map(round => (
        <RoundSection key={round.key} round={round} currentStep={currentStep} />
      )),
    [rounds, from, to, currentStep],
  );
  const lastRound = rounds.at(-1);

  if (!lastRound) {
    return <NoActivity active={active} connection={events.connection} />;
  }
  return (
    <section aria-label="Activity">
      <div className={classes.toolbar}>
        <Typography variant="body2" color="textSecondary">
          {stepCount.toLocaleString()} {stepCount === 1 ? 'step' : 'steps'}
        </Typography>
        <ConnectionNote connection={events.connection} />
        <span className={classes.spread} />
        {!following && (
          <Button size="small" onClick={() => setFollowing(true)}>
            Jump to newest
          </Button>
        )}
      </div>
      {/* A round is worth an interruption, a step is not. */}
      <div className={hidden} role="status">
        {active && roundTitle(lastRound)}
      </div>
      <ScrollRegion
        ref={element}
        className={classes.view}
        onScroll={onScroll}
        aria-label="What the agent did"
      >
        {from > 0 && (
          <Button
            size="small"
            onClick={() => {
              setFollowing(false);
              showEarlier();
            }}
          >
            Show earlier ({from.toLocaleString()} steps)
          </Button>
        )}
        {list}
        {to < stepCount && (
          <Button size="small" onClick={showLater}>
            Show later ({(stepCount - to).toLocaleString()} steps)
          </Button>
        )}
      </ScrollRegion>
    </section>
  );
}

function NoActivity(props: {
  active: boolean;
  connection: TaskEventSnapshot['connection'];
}) {
  const { active, connection } = props;
  if (connection === 'connecting' || connection === 'failed') {
    return <ConnectionNote connection={connection} />;
  }
  return (
    <EmptyState
      missing="data"
      title={active ? 'Nothing from the agent yet' : 'Nothing from the agent'}
      description={
        active
          ? 'What it thinks, says, runs and edits appears here once the repository is cloned and its checks have run on the untouched base.'
          : 'It did not begin, or what it did is not kept any more. The log shows how the task ended.'
      }
    />
  );
}
