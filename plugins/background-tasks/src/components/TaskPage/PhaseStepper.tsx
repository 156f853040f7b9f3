import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import AutorenewIcon from '@material-ui/icons/Autorenew';
import BlockIcon from '@material-ui/icons/Block';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import RadioButtonUncheckedIcon from '@material-ui/icons/RadioButtonUnchecked';
import RemoveCircleOutlineIcon from '@material-ui/icons/RemoveCircleOutline';
import {
  isFinalStatus,
  type BackgroundTask,
} from '@background-tasks/plugin-background-tasks-common';
import type { TaskEventSnapshot } from '../../live';
import { useWords, type Words } from '../../useWords';
import {
  formatDuration,
  phaseText,
  ProgressBar,
  useNow,
  useSpin,
  useVisuallyHidden,
} from '../common';
import { timeSteps, type TimedStep } from './phaseDurations';
import { phaseSteps } from './phaseSteps';

const icons = {
  done: CheckCircleIcon,
  active: AutorenewIcon,
  failed: ErrorIcon,
  stopped: BlockIcon,
  waiting: RadioButtonUncheckedIcon,
  skipped: RemoveCircleOutlineIcon,
} as const;

const useStyles = makeStyles(theme => ({
  root: { padding: theme.spacing(2), display: 'grid', gap: theme.spacing(1.5) },
  steps: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: theme.spacing(1),
    gridTemplateColumns: 'repeat(7, minmax(0, 1fr))',
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: '1fr' },
  },
  step: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(0.75),
    color: theme.palette.text.secondary,
    // The line that joins a phase with the next one.
    position: 'relative',
    paddingTop: theme.spacing(1),
    borderTop: `2px solid ${theme.palette.divider}`,
    [theme.breakpoints.down('sm')]: {
      padding: theme.spacing(0, 0, 0, 1),
      borderTop: 0,
      borderLeft: `2px solid ${theme.palette.divider}`,
    },
  },
  doneStep: { borderColor: theme.palette.status.ok },
  activeStep: { borderColor: theme.palette.status.running },
  failedStep: { borderColor: theme.palette.status.error },
  stoppedStep: {},
  waitingStep: {},
  skippedStep: {},
  words: {
    minWidth: 0,
    [theme.breakpoints.down('sm')]: {
      flex: 1,
      display: 'flex',
      justifyContent: 'space-between',
      gap: theme.spacing(1),
    },
  },
  duration: {
    display: 'block',
    fontWeight: 'normal',
    fontVariantNumeric: 'tabular-nums',
  },
  current: { color: theme.palette.text.primary, fontWeight: 'bold' },
  done: { color: theme.palette.status.ok },
  active: { color: theme.palette.status.running },
  failed: { color: theme.palette.status.error },
  stopped: { color: theme.palette.text.secondary },
  waiting: { color: theme.palette.text.secondary },
  skipped: { color: theme.palette.text.secondary },
}));

/** The phases of a task with the time that each took, how far it is, and what it does now. */
export function PhaseStepper(props: {
  task: BackgroundTask;
  events: TaskEventSnapshot;
}) {
  const { task, events } = props;
  const classes = useStyles();
  const t = useWords();
  const now = useNow(!isFinalStatus(task.status));
  const steps = timeSteps(phaseSteps(task), events.phaseStarts, task, now);
  return (
    <Paper
      component="section"
      aria-label={t('task.progress.label')}
      className={classes.root}
    >
      <ol className={classes.steps} aria-label={t('task.progress.phases')}>
        {steps.map(step => (
          <Step key={step.phase} step={step} />
        ))}
      </ol>
      <ProgressBar label={t('task.progress.ofTask')} progress={task.progress} />
      <Typography variant="body2">{whereOf(task, t)}</Typography>
    </Paper>
  );
}

function Step(props: { step: TimedStep }) {
  const { phase, state, durationMs } = props.step;
  const classes = useStyles();
  const t = useWords();
  const spin = useSpin();
  const hidden = useVisuallyHidden();
  const Icon = icons[state];
  const active = state === 'active';
  const current = active || state === 'failed' || state === 'stopped';
  return (
    <Typography
      component="li"
      variant="body2"
      className={`${classes.step} ${classes[`${state}Step`]} ${
        current ? classes.current : ''
      }`}
      aria-current={active ? 'step' : undefined}
    >
      <Icon
        fontSize="small"
        aria-hidden
        className={`${classes[state]} ${active ? spin : ''}`}
      />
      <span className={classes.words}>
        <span>
          {t(`task.steps.${phase}`)}
          <span className={hidden}>: {t(`task.stepStates.${state}`)}</span>
        </span>
        {durationMs !== undefined && (
          <span className={classes.duration}>
            <span className={hidden}>, </span>
            {durationOf(durationMs, active)}
          </span>
        )}
      </span>
    </Typography>
  );
}

// What ended without success is at no phase any more: the panel above says how it ended.
function whereOf(task: BackgroundTask, t: Words): string {
  const phase = phaseText(task.currentPhase, t);
  if (!isFinalStatus(task.status)) {
    return task.stopping ? t('task.progress.stopping') : phase;
  }
  return task.status === 'Completed'
    ? phase
    : t('task.progress.ended', { phase });
}

// What still grows is counted in whole seconds.
function durationOf(ms: number, growing: boolean): string {
  return formatDuration(growing ? Math.floor(ms / 1000) * 1000 : ms).replace(
    growing ? '.0' : '',
    '',
  );
}
