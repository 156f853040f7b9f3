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

const notRunReasons: Readonly<
  Record<NonNullable<CheckResult['notRunBecause']>, string>
> = {
  noTests: 'it found no test',
  program: 'a program that it needs is not installed here',
  service: 'a service that it needs does not run here',
  folder: 'a folder that it needs is not there',
};

const useStyles = makeStyles(theme => ({
  root: { display: 'inline-flex', alignItems: 'center', gap: 6 },
  passed: { color: theme.palette.status.ok },
  failed: { color: theme.palette.status.error },
  failedBefore: { color: theme.palette.status.warning },
  notRun: { color: theme.palette.text.secondary },
}));

/** How a check ended, by icon and words. */
export function CheckResultLabel(props: { check: CheckResult | undefined }) {
  const { check } = props;
  const classes = useStyles();
  if (!check) return <span aria-label="No result">–</span>;
  const { word, Icon } = results[check.status];
  const note = noteOf(check);
  return (
    <span className={classes.root}>
      <Icon fontSize="small" aria-hidden className={classes[check.status]} />
      <span>
        {word}
        {note && `: ${note}`}
      </span>
    </span>
  );
}

function noteOf(check: CheckResult): string {
  const { status, notRunBecause, flaky, testCount } = check;
  const parts = [
    status === 'notRun' && notRunBecause && notRunReasons[notRunBecause],
    testCount !== undefined &&
      `${testCount.toLocaleString()} ${testCount === 1 ? 'test' : 'tests'}`,
    flaky && 'flaky, it failed once and passed when it was run again',
  ];
  return parts.filter(Boolean).join(', ');
}
