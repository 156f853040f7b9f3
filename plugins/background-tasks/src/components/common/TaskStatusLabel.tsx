import { makeStyles } from '@material-ui/core/styles';
import AlarmOffIcon from '@material-ui/icons/AlarmOff';
import AutorenewIcon from '@material-ui/icons/Autorenew';
import BlockIcon from '@material-ui/icons/Block';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import HourglassEmptyIcon from '@material-ui/icons/HourglassEmpty';
import type { TaskStatus } from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../useWords';
import { useSpin } from './useSpin';

const icons = {
  Pending: HourglassEmptyIcon,
  Creating: HourglassEmptyIcon,
  Running: AutorenewIcon,
  Completed: CheckCircleIcon,
  Failed: ErrorIcon,
  Stopped: BlockIcon,
  Timeout: AlarmOffIcon,
} as const;

const useStyles = makeStyles(theme => ({
  root: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    whiteSpace: 'nowrap',
  },
  Pending: { color: theme.palette.text.secondary },
  Creating: { color: theme.palette.status.running },
  Running: { color: theme.palette.status.running },
  Completed: { color: theme.palette.status.ok },
  Failed: { color: theme.palette.status.error },
  Stopped: { color: theme.palette.text.secondary },
  Timeout: { color: theme.palette.status.error },
}));

/** A task's status by icon and word; colour only repeats it. */
export function TaskStatusLabel(props: { status: TaskStatus }) {
  const { status } = props;
  const classes = useStyles();
  const t = useWords();
  const spin = useSpin();
  const Icon = icons[status];
  return (
    <span className={classes.root}>
      <Icon
        fontSize="small"
        aria-hidden
        className={`${classes[status]} ${status === 'Running' ? spin : ''}`}
      />
      {t(`common.status.${status}`)}
    </span>
  );
}
