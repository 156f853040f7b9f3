import { makeStyles } from '@material-ui/core/styles';
import type { CheckResult } from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../useWords';
import { CheckResultLabel } from './CheckResultLabel';
import { FailureList } from './FailureList';

const useStyles = makeStyles({
  root: { listStyle: 'none', margin: 0, padding: 0 },
  command: { fontFamily: 'monospace', overflowWrap: 'anywhere' },
});

/** How each check went after a round of the agent, with what failed folded. */
export function CheckList(props: { checks: readonly CheckResult[] }) {
  const classes = useStyles();
  const t = useWords();
  return (
    <ul className={classes.root}>
      {props.checks.map((check, index) => (
        <li key={index}>
          <CheckResultLabel check={check} />{' '}
          {t('checks.kindOf', {
            kind: t(`common.checkKinds.${check.kind}`),
            command: <span className={classes.command}>{check.command}</span>,
          })}
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
