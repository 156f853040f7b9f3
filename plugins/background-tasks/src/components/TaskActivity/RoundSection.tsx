import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  checkKindTitles,
  type CheckResult,
} from '@background-tasks/plugin-background-tasks-common';
import { useId } from 'react';
import { LongText } from '../common';
import { CheckResultLabel, FailureList } from '../TaskChecks';
import { roundTitle, type Round } from './rounds';
import { StepItem } from './StepItem';

const useStyles = makeStyles(theme => ({
  root: { marginBottom: theme.spacing(3) },
  heading: { overflowWrap: 'anywhere' },
  steps: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    '& > li + li': { borderTop: `1px solid ${theme.palette.divider}` },
  },
  checks: {
    margin: theme.spacing(1, 0),
    padding: theme.spacing(1.5),
    borderLeft: `3px solid ${theme.palette.divider}`,
    '& ul': { listStyle: 'none', margin: 0, padding: 0 },
  },
  command: { fontFamily: 'monospace', overflowWrap: 'anywhere' },
}));

/** One round of the agent under its heading, with the checks that followed. */
export function RoundSection(props: {
  round: Round;
  /** The key of the step that the agent is at. */
  currentStep: number | undefined;
}) {
  const { round, currentStep } = props;
  const classes = useStyles();
  const headingId = useId();
  return (
    <section aria-labelledby={headingId} className={classes.root}>
      <Typography
        id={headingId}
        component="h3"
        variant="subtitle1"
        className={classes.heading}
      >
        {roundTitle(round)}
      </Typography>
      {round.reason?.includes('\n') && (
        <Typography component="div" variant="body2" color="textSecondary">
          <LongText text={round.reason} name="the reason" />
        </Typography>
      )}
      <ol className={classes.steps} aria-labelledby={headingId}>
        {round.steps.map(step => (
          <StepItem
            key={step.key}
            step={step}
            isCurrent={step.key === currentStep}
          />
        ))}
      </ol>
      {round.checks.length > 0 && <RoundChecks checks={round.checks} />}
    </section>
  );
}

function RoundChecks(props: { checks: CheckResult[] }) {
  const classes = useStyles();
  return (
    <div className={classes.checks}>
      <Typography component="h4" variant="subtitle2">
        Checks after this round
      </Typography>
      <ul>
        {props.checks.map((check, index) => (
          <li key={index}>
            <CheckResultLabel check={check} /> {checkKindTitles[check.kind]}:{' '}
            <span className={classes.command}>{check.command}</span>
            {check.status === 'failed' && (
              <FailureList
                title="Failures"
                failures={check.newFailures ?? check.failures ?? []}
                folded
              />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
