import { makeStyles } from '@material-ui/core/styles';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import RemoveCircleOutlineIcon from '@material-ui/icons/RemoveCircleOutline';
import WarningIcon from '@material-ui/icons/Warning';
import type { CheckResult } from '@background-tasks/plugin-background-tasks-common';

const results = {
  passed: { word: 'Passed', Icon: CheckCircleIcon },
  failed: { word: 'Failed', Icon: ErrorIcon },
  failedBefore: { word: 'Failed before too', Icon: WarningIcon },
  notRun: { word: 'Not run', Icon: RemoveCircleOutlineIcon },
} as const;

const useStyles = makeStyles(theme => ({
  root: { display: 'inline-flex', alignItems: 'center', gap: 6 },
  passed: { color: theme.palette.status.ok },
  failed: { color: theme.palette.status.error },
  failedBefore: { color: theme.palette.status.warning },
  notRun: { color: theme.palette.text.secondary },
}));

/** How a check ended, by icon and word. */
export function CheckResultLabel(props: { check: CheckResult | undefined }) {
  const classes = useStyles();
  if (!props.check) return <span aria-label="No result">–</span>;
  const { word, Icon } = results[props.check.status];
  return (
    <span className={classes.root}>
      <Icon
        fontSize="small"
        aria-hidden
        className={classes[props.check.status]}
      />
      {word}
    </span>
  );
}
