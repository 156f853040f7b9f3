import { LinkButton } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import type { ListProjectsResponse } from '@background-tasks/plugin-background-tasks-common';
import { useBackgroundTasksProjectSettings } from '../../hooks';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import { Notice } from '../common';
import { AgentFields } from './AgentFields';
import { FurtherFields } from './FurtherFields';
import { SCRIPT_PROVIDER, type NewTask } from './newTask';
import { TakenLimits } from './TakenLimits';
import { TaskPlan } from './TaskPlan';
import { useDraft } from './useDraft';
import { useNewTaskForm } from './useNewTaskForm';
import { useTakenLimits } from './useTakenLimits';
import { WhatSection } from './WhatSection';
import { WhereSection } from './WhereSection';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gap: theme.spacing(2.5),
    alignItems: 'start',
    gridTemplateColumns: 'minmax(0, 760px)',
    [theme.breakpoints.up('lg')]: {
      gridTemplateColumns: 'minmax(0, 760px) minmax(300px, 400px)',
    },
  },
  fields: {
    display: 'grid',
    gap: theme.spacing(2.5),
    '& > *': { minWidth: 0 },
  },
  aside: {
    display: 'grid',
    gap: theme.spacing(2),
    '& > *': { minWidth: 0 },
    [theme.breakpoints.up('lg')]: {
      position: 'sticky',
      top: theme.spacing(2),
    },
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
}));

/** The fields of a new task, and beside them what will come of it. */
export function NewTaskForm(props: {
  choices: ListProjectsResponse;
  /** What the link to the form says. */
  initial: NewTask;
  query: string;
  /** Entity ref of who fills it in. */
  user: string;
}) {
  const { choices, initial, query, user } = props;
  const classes = useStyles();
  const t = useWords();
  const listPath = usePaths().tasks();
  const draft = useDraft(user, query, initial);
  const state = useNewTaskForm(choices, draft);
  const { project, provider: providerId } = state.values;
  const settings = useBackgroundTasksProjectSettings(project, {
    enabled: project !== '',
  });
  const defaultBudget = settings.data?.budgets.task;
  const limits = useTakenLimits({
    project: choices.items.find(({ name }) => name === project),
    settings: settings.data,
    check: state.repository.check.data,
    usesModel: providerId !== SCRIPT_PROVIDER,
  });
  return (
    <form
      ref={state.form}
      className={classes.root}
      onSubmit={state.submit}
      noValidate
      aria-label={t('newTask.title')}
    >
      <div className={classes.fields}>
        {draft.restored && (
          <Notice
            severity="info"
            role="status"
            action={
              <Button color="inherit" size="small" onClick={draft.startAnew}>
                {t('newTask.draft.discard')}
              </Button>
            }
          >
            {t('newTask.draft.restored')}
          </Notice>
        )}
        <WhereSection state={state} choices={choices} />
        <WhatSection state={state} />
        <AgentFields
          state={state}
          providers={choices.providers}
          defaultBudget={defaultBudget}
        />
        <FurtherFields state={state} />
      </div>
      <div className={classes.aside}>
        <TaskPlan
          state={state}
          provider={choices.providers.find(({ id }) => id === providerId)}
          defaultBudget={defaultBudget}
        />
        <TakenLimits limits={limits} />
        {state.formError && <Notice severity="error">{state.formError}</Notice>}
        <div className={classes.actions}>
          <Button
            type="submit"
            variant="contained"
            color="primary"
            disabled={state.submitting}
          >
            {state.submitting ? t('newTask.submitting') : t('newTask.submit')}
          </Button>
          <LinkButton to={listPath}>{t('newTask.cancel')}</LinkButton>
        </div>
      </div>
    </form>
  );
}
