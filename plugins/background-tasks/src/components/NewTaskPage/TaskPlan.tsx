import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type {
  BackgroundTaskProvider,
  TaskBudget,
} from '@background-tasks/plugin-background-tasks-common';
import { useId } from 'react';
import { useWords } from '../../useWords';
import { planOf } from './planOf';
import type { NewTaskFormState } from './useNewTaskForm';

const useStyles = makeStyles(theme => ({
  root: { padding: theme.spacing(2.5), overflowWrap: 'anywhere' },
  title: { margin: 0, fontSize: theme.typography.pxToRem(18) },
  steps: {
    margin: theme.spacing(1.5, 0, 0),
    paddingLeft: theme.spacing(2.5),
    '& > li': { marginBottom: theme.spacing(0.75) },
  },
}));

/** What will happen once the task is created, step by step. */
export function TaskPlan(props: {
  state: NewTaskFormState;
  provider: BackgroundTaskProvider | undefined;
  defaultBudget: TaskBudget | null | undefined;
}) {
  const { state, provider, defaultBudget } = props;
  const classes = useStyles();
  const t = useWords();
  const id = useId();
  const steps = planOf({
    task: state.values,
    repository: state.repository,
    template: state.templates.template,
    provider,
    defaultBudget,
    t,
  });
  return (
    <Paper component="section" aria-labelledby={id} className={classes.root}>
      <Typography id={id} component="h3" variant="h6" className={classes.title}>
        {t('newTask.summary.title')}
      </Typography>
      <Typography component="ol" variant="body2" className={classes.steps}>
        {steps.map(step => (
          <li key={step}>{step}</li>
        ))}
      </Typography>
    </Paper>
  );
}
