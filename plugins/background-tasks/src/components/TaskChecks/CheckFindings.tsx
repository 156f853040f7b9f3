import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type {
  CheckFailure,
  CheckResult,
} from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../useWords';
import { ScrollRegion } from '../common';
import { FailureList } from './FailureList';
import type { CheckPair } from './pairChecks';

const useStyles = makeStyles(theme => ({
  output: {
    fontFamily: 'monospace',
    padding: theme.spacing(1.5),
    maxHeight: 360,
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontSize: 12,
    backgroundColor: theme.palette.background.default,
  },
}));

/** Whether a check has more to tell than how it ended. */
export function hasFindings(pair: CheckPair): boolean {
  const { brought, stood } = sortFailures(pair);
  const output = pair.gate?.output || pair.baseline?.output || '';
  return output !== '' || brought.length > 0 || stood.length > 0;
}

/** What a check found: what the change brought first, then what stood before, then the words of the tool. */
export function CheckFindings(props: { pair: CheckPair }) {
  const { pair } = props;
  const classes = useStyles();
  const t = useWords();
  const output = pair.gate?.output || pair.baseline?.output || '';
  const { brought, stood } = sortFailures(pair);
  return (
    <>
      <Typography variant="caption" color="textSecondary">
        {t('checks.foundIn', { place: pair.reason })}
      </Typography>
      <FailureList title={t('checks.newFailures')} failures={brought} />
      <FailureList title={t('checks.knownFailures')} failures={stood} folded />
      {output !== '' && (
        <ScrollRegion
          className={classes.output}
          aria-label={t('checks.output', { command: pair.command })}
        >
          {output}
        </ScrollRegion>
      )}
    </>
  );
}

function sortFailures({ baseline, gate }: CheckPair): {
  brought: CheckFailure[];
  stood: CheckFailure[];
} {
  if (!gate) return { brought: [], stood: baseline?.failures ?? [] };
  return {
    brought: gate.newFailures ?? failuresOf(gate, 'failed'),
    stood: gate.knownFailures ?? failuresOf(gate, 'failedBefore'),
  };
}

// A tool whose failures cannot be told apart says only how the whole went.
function failuresOf(check: CheckResult, status: CheckResult['status']) {
  return check.status === status ? check.failures ?? [] : [];
}
