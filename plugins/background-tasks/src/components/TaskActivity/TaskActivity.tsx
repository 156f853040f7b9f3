import { EmptyState } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { TaskEventLog, TaskEventSnapshot } from '../../live';
import { useWords } from '../../useWords';
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
  const t = useWords();
  const hidden = useVisuallyHidden();
  const rounds = useMemo(
    () => findRounds(agentEvents.items.slice(0, agentEvents.count)),
    [agentEvents],
  );
  const stepCount = rounds.reduce((sum, { steps }) => sum + steps.length, 0);
  const showsNewest = useRef(true);
  const { element, following, setFollowing, onScroll } = useFollow(
    agentEvents.count,
    // What has ended is read from its beginning on.
    { initially: active, showsNewest },
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
    <section aria-label={t('activity.label')}>
      <div className={classes.toolbar}>
        <Typography variant="body2" color="textSecondary">
          {t('activity.steps', { count: stepCount })}
        </Typography>
        <ConnectionNote connection={events.connection} />
        <span className={classes.spread} />
        {!following && (
          <Button size="small" onClick={() => setFollowing(true)}>
            {t('activity.jump')}
          </Button>
        )}
      </div>
      {/* A round is worth an interruption, a step is not. */}
      <div className={hidden} role="status">
        {active && roundTitle(lastRound, t)}
      </div>
      <ScrollRegion
        ref={element}
        className={classes.view}
        onScroll={onScroll}
        aria-label={t('activity.view')}
      >
        {from > 0 && (
          <Button
            size="small"
            onClick={() => {
              setFollowing(false);
              showEarlier();
            }}
          >
            {t('activity.earlier', { number: from })}
          </Button>
        )}
        {list}
        {to < stepCount && (
          <Button size="small" onClick={showLater}>
            {t('activity.later', { number: stepCount - to })}
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
  const t = useWords();
  if (connection === 'connecting' || connection === 'failed') {
    return <ConnectionNote connection={connection} />;
  }
  return (
    <EmptyState
      missing="data"
      title={t(active ? 'activity.empty.activeTitle' : 'activity.empty.title')}
      description={t(
        active ? 'activity.empty.activeText' : 'activity.empty.text',
      )}
    />
  );
}
