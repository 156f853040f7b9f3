import { LinkButton } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type {
  BackgroundTask,
  BackgroundTaskRef,
} from '@background-tasks/plugin-background-tasks-common';
import { useNavigate } from 'react-router-dom';
import { useBackgroundTask, useCreateTaskTemplateFromTask } from '../../hooks';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import { ErrorNotice, LongText, Notice, useToast } from '../common';
import { emptyDraft, nameOfTitle } from './templateDraft';
import { TemplateField } from './TemplateField';
import { useTemplateForm } from './useTemplateForm';
import { FormSkeleton } from './WithChoices';

const useStyles = makeStyles(theme => ({
  paper: { padding: theme.spacing(2.5, 2), maxWidth: 800 },
  root: {
    display: 'grid',
    gap: theme.spacing(2.5),
    '& > *': { minWidth: 0 },
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
}));

/** Makes a template from a task that succeeded: it is given a name first, and blanks on its own page. */
export function TemplateFromTask(props: { task: BackgroundTaskRef }) {
  const t = useWords();
  const task = useBackgroundTask(props.task);
  if (task.data) return <FromTask task={task.data} />;
  if (task.isError) {
    return (
      <ErrorNotice
        title={t('templateForm.taskNotLoaded', { name: props.task.name })}
        error={task.error}
        onRetry={() => task.refetch()}
      />
    );
  }
  return <FormSkeleton />;
}

function FromTask(props: { task: BackgroundTask }) {
  const { task } = props;
  const classes = useStyles();
  const t = useWords();
  const tell = useToast();
  const create = useCreateTaskTemplateFromTask();
  const navigate = useNavigate();
  const paths = usePaths();
  const { project } = task;
  const state = useTemplateForm({
    initial: {
      ...emptyDraft(project),
      // Only checked, not sent: the server takes those of the task.
      instructionsTemplate: 'Those of the task',
    },
    submitting: create.isPending,
    onSubmit: ({ name, displayName, description }, onError) =>
      create.mutate(
        { task, template: { name, displayName, description } },
        {
          onSuccess: created => {
            tell(t('templateForm.created', { template: displayName }));
            navigate(paths.editTemplate({ project, name: created.name }));
          },
          onError,
        },
      ),
  });
  const { values, change } = state;
  if (task.status !== 'Completed') {
    return (
      <Notice severity="warning">
        {t('templateForm.fromTask.notCompleted', {
          status: t(`common.status.${task.status}`),
        })}
      </Notice>
    );
  }
  return (
    <Paper variant="outlined" className={classes.paper}>
      <form
        ref={state.form}
        className={classes.root}
        onSubmit={state.submit}
        noValidate
        aria-label={t('templateForm.newLabel')}
      >
        <div>
          <Typography variant="body2" color="textSecondary">
            {t('templateForm.fromTask.told')}
          </Typography>
          <LongText
            text={task.instructions}
            name={t('templateForm.fromTask.instructions')}
          />
        </div>
        <TemplateField
          state={state}
          path="displayName"
          label={t('templateForm.fields.title')}
          required
          value={values.displayName}
          onValue={displayName =>
            change({
              displayName,
              ...(values.name === nameOfTitle(values.displayName) && {
                name: nameOfTitle(displayName),
              }),
            })
          }
        />
        <TemplateField
          state={state}
          path="name"
          label={t('templateForm.fields.name')}
          required
          value={values.name}
          onValue={name => change({ name })}
          inputProps={{ spellCheck: false, autoCapitalize: 'off' }}
          helperText={t('templateForm.fields.nameHint')}
        />
        <TemplateField
          state={state}
          path="description"
          label={t('templateForm.fields.description')}
          multiline
          minRows={2}
          value={values.description}
          onValue={description => change({ description })}
        />
        {state.formError && <Notice severity="error">{state.formError}</Notice>}
        <div className={classes.actions}>
          <Button
            type="submit"
            variant="contained"
            color="primary"
            disabled={create.isPending}
          >
            {t(
              create.isPending
                ? 'templateForm.saving'
                : 'templateForm.fromTask.create',
            )}
          </Button>
          <LinkButton to={paths.task(task)}>
            {t('templateForm.cancel')}
          </LinkButton>
        </div>
      </form>
    </Paper>
  );
}
