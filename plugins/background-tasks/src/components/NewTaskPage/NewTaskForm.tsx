import { LinkButton } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import type { ListProjectsResponse } from '@background-tasks/plugin-background-tasks-common';
import { usePaths } from '../../paths';
import { AgentFields } from './AgentFields';
import { FormField } from './FormField';
import { FurtherFields } from './FurtherFields';
import { SCRIPT_PROVIDER, type NewTask } from './newTask';
import { RepositoryFields } from './RepositoryFields';
import { useNewTaskForm } from './useNewTaskForm';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gap: theme.spacing(2.5),
    maxWidth: 760,
    '& > *': { minWidth: 0 },
  },
  pair: {
    display: 'grid',
    gap: theme.spacing(2.5),
    gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 1fr))',
  },
  mono: { fontFamily: 'monospace' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
}));

/** The fields of a new task. */
export function NewTaskForm(props: {
  choices: ListProjectsResponse;
  initial: NewTask;
}) {
  const { choices, initial } = props;
  const classes = useStyles();
  const state = useNewTaskForm(initial);
  const listPath = usePaths().tasks();
  const scripted = state.values.provider === SCRIPT_PROVIDER;
  return (
    <form
      ref={state.form}
      className={classes.root}
      onSubmit={state.submit}
      noValidate
      aria-label="New task"
    >
      <FormField state={state} field="project" label="Project" select required>
        {choices.items.map(project => (
          <MenuItem key={project.name} value={project.name}>
            {project.title}
          </MenuItem>
        ))}
      </FormField>
      <RepositoryFields state={state} />
      <AgentFields state={state} providers={choices.providers} />
      <FormField
        state={state}
        field="instructions"
        label="Instructions"
        required
        multiline
        minRows={4}
        maxRows={20}
        helperText={
          scripted
            ? 'What the script does: it becomes the title and text of the pull request.'
            : 'What is to be done, as you would tell a colleague. The first line becomes the title of the pull request.'
        }
      />
      {scripted && (
        <FormField
          state={state}
          field="run"
          label="Script"
          required
          multiline
          minRows={3}
          maxRows={20}
          InputProps={{ classes: { input: classes.mono } }}
          inputProps={{ spellCheck: false, autoCapitalize: 'off' }}
          placeholder="npm install lodash@4.17.21"
          helperText="Commands for sh, run in the root of the repository."
        />
      )}
      <div className={classes.pair}>
        <FormField
          state={state}
          field="name"
          label="Name"
          inputProps={{ spellCheck: false, autoCapitalize: 'off' }}
          helperText="Optional: made from the instructions if left out."
        />
        <FormField
          state={state}
          field="timeoutMinutes"
          label="Time limit (minutes)"
          required
          type="number"
          inputProps={{ min: 1, max: 60, step: 1 }}
          helperText="The task is stopped after that."
        />
      </div>
      <FurtherFields state={state} />
      {state.formError && <Alert severity="error">{state.formError}</Alert>}
      <div className={classes.actions}>
        <Button
          type="submit"
          variant="contained"
          color="primary"
          disabled={state.submitting}
        >
          {state.submitting ? 'Creating…' : 'Create task'}
        </Button>
        <LinkButton to={listPath}>Cancel</LinkButton>
      </div>
    </form>
  );
}
