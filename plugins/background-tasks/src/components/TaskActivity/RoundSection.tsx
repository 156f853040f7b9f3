import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { CheckResult } from '@background-tasks/plugin-background-tasks-common';
import { useId } from 'react';
import { useWords } from '../../useWords';
import { LongText } from '../common';
import { CheckList } from '../TaskChecks';
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
  },
}));

/** One round of the agent under its heading, with the checks that followed. */
export function RoundSection(props: {
  round: Round;
  /** The key of the step that the agent is at. */
  currentStep: number | undefined;
}) {
  const { round, currentStep } = props;
  const classes = useStyles();
  const t = useWords();
  const headingId = useId();
  return (
    <section aria-labelledby={headingId} className={classes.root}>
      <Typography
        id={headingId}
        component="h3"
        variant="subtitle1"
        className={classes.heading}
      >
        {roundTitle(round, t)}
      </Typography>
      {round.reason?.includes('\n') && (
        <Typography component="div" variant="body2" color="textSecondary">
          <LongText text={round.reason} name={t('activity.theReason')} />
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
  const t = useWords();
  return (
    <div className={classes.checks}>
      <Typography component="h4" variant="subtitle2">
        {t('activity.checksAfter')}
      </Typography>
      <CheckList checks={props.checks} />
    </div>
  );
}
