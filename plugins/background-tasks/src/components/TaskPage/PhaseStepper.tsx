import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import AutorenewIcon from '@material-ui/icons/Autorenew';
import BlockIcon from '@material-ui/icons/Block';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import RadioButtonUncheckedIcon from '@material-ui/icons/RadioButtonUnchecked';
import RemoveCircleOutlineIcon from '@material-ui/icons/RemoveCircleOutline';
import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { ProgressBar, useSpin, useVisuallyHidden } from '../common';
import { phaseSteps, type PhaseStep } from './phaseSteps';

const states = {
  done: { word: 'done', Icon: CheckCircleIcon },
  active: { word: 'running', Icon: AutorenewIcon },
  failed: { word: 'failed', Icon: ErrorIcon },
  stopped: { word: 'stopped', Icon: BlockIcon },
  waiting: { word: 'waiting', Icon: RadioButtonUncheckedIcon },
  skipped: { word: 'not run', Icon: RemoveCircleOutlineIcon },
} as const;

const useStyles = makeStyles(theme => ({
  root: { padding: theme.spacing(2), display: 'grid', gap: theme.spacing(1.5) },
  steps: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: theme.spacing(1),
    gridTemplateColumns: 'repeat(auto-fit, minmax(118px, 1fr))',
  },
  step: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    color: theme.palette.text.secondary,
  },
  current: { color: theme.palette.text.primary, fontWeight: 'bold' },
  done: { color: theme.palette.status.ok },
  active: { color: theme.palette.status.running },
  failed: { color: theme.palette.status.error },
  stopped: { color: theme.palette.text.secondary },
  waiting: { color: theme.palette.text.secondary },
  skipped: { color: theme.palette.text.secondary },
}));

/** The phases of a task, how far it is, and what it does now. */
export function PhaseStepper(props: { task: BackgroundTask }) {
  const { task } = props;
  const classes = useStyles();
  return (
    <Paper component="section" aria-label="Progress" className={classes.root}>
      <ol className={classes.steps} aria-label="Phases">
        {phaseSteps(task).map(step => (
          <Step key={step.phase} step={step} />
        ))}
      </ol>
      <ProgressBar label="Progress of the task" progress={task.progress} />
      <Typography variant="body2">
        {task.stopping ? 'Stopping…' : task.currentPhase}
      </Typography>
    </Paper>
  );
}

function Step(props: { step: PhaseStep }) {
  const { label, state } = props.step;
  const classes = useStyles();
  const spin = useSpin();
  const hidden = useVisuallyHidden();
  const { word, Icon } = states[state];
  const active = state === 'active';
  const current = active || state === 'failed' || state === 'stopped';
  return (
    <Typography
      component="li"
      variant="body2"
      className={`${classes.step} ${current ? classes.current : ''}`}
      aria-current={active ? 'step' : undefined}
    >
      <Icon
        fontSize="small"
        aria-hidden
        className={`${classes[state]} ${active ? spin : ''}`}
      />
      {label}
      <span className={hidden}>: {word}</span>
    </Typography>
  );
}
