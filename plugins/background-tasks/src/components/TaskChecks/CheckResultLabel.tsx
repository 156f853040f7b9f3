import { makeStyles } from '@material-ui/core/styles';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import RemoveCircleOutlineIcon from '@material-ui/icons/RemoveCircleOutline';
import WarningIcon from '@material-ui/icons/Warning';
import type { CheckResult } from '@background-tasks/plugin-background-tasks-common';
import { useWords, type Words } from '../../useWords';

const icons = {
  passed: CheckCircleIcon,
  failed: ErrorIcon,
  failedBefore: WarningIcon,
  notRun: RemoveCircleOutlineIcon,
} as const;

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
  const t = useWords();
  if (!check) return <span aria-label={t('checks.result.none')}>–</span>;
  const Icon = icons[check.status];
  const result = t(`checks.result.${check.status}`);
  const note = noteOf(check, t);
  return (
    <span className={classes.root}>
      <Icon fontSize="small" aria-hidden className={classes[check.status]} />
      <span>
        {note ? t('checks.result.withNote', { result, note }) : result}
      </span>
    </span>
  );
}

function noteOf(check: CheckResult, t: Words): string {
  const { status, notRunBecause, flaky, testCount } = check;
  const parts = [
    status === 'notRun' && notRunBecause && t(`checks.notRun.${notRunBecause}`),
    testCount !== undefined && t('checks.tests', { count: testCount }),
    flaky && t('checks.flaky'),
  ];
  return parts.filter(Boolean).join(', ');
}
