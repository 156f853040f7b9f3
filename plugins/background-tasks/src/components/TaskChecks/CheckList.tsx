import { makeStyles } from '@material-ui/core/styles';
import type { CheckResult } from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../useWords';
import { CheckResultLabel } from './CheckResultLabel';
import { FailureList } from './FailureList';

const useStyles = makeStyles(theme => ({
  root: { listStyle: 'none', margin: 0, padding: 0 },
  check: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: theme.spacing(1),
  },
  command: { fontFamily: 'monospace', overflowWrap: 'anywhere' },
}));

/** How each check went after a round of the agent, with what failed folded. */
export function CheckList(props: { checks: readonly CheckResult[] }) {
  const classes = useStyles();
  const t = useWords();
  return (
    <ul className={classes.root}>
      {props.checks.map((check, index) => (
        <li key={index}>
          <div className={classes.check}>
            <CheckResultLabel check={check} />
            <span>
              {t('checks.kindOf', {
                kind: t(`common.checkKinds.${check.kind}`),
                command: (
                  <span className={classes.command}>{check.command}</span>
                ),
              })}
            </span>
          </div>
          {check.status === 'failed' && (
            <FailureList
              title={t('checks.failures')}
              failures={check.newFailures ?? check.failures ?? []}
              folded
            />
          )}
        </li>
      ))}
    </ul>
  );
}
