import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Autocomplete from '@material-ui/lab/Autocomplete';
import type { BackgroundTaskProvider } from '@background-tasks/plugin-background-tasks-common';
import { useId } from 'react';
import { FormField } from './FormField';
import { SCRIPT_PROVIDER } from './newTask';
import type { NewTaskFormState } from './useNewTaskForm';

/** Who makes the change, and by which model. */
export function AgentFields(props: {
  state: NewTaskFormState;
  providers: readonly BackgroundTaskProvider[];
}) {
  const { state, providers } = props;
  const chosen = providers.find(({ id }) => id === state.values.provider);
  return (
    <>
      <FormField
        state={state}
        field="provider"
        label="Agent"
        select
        required
        helperText={
          chosen && !chosen.available
            ? cannotRun(chosen)
            : 'Who makes the change.'
        }
        // Models belong to their provider.
        onChange={event =>
          state.change({ provider: event.target.value, model: '' })
        }
      >
        {providers.map(provider => (
          <MenuItem
            key={provider.id}
            value={provider.id}
            disabled={!provider.available}
            style={{ whiteSpace: 'normal' }}
          >
            {provider.available
              ? provider.title
              : `${provider.title} – ${cannotRun(provider)}`}
          </MenuItem>
        ))}
      </FormField>
      {state.values.provider !== SCRIPT_PROVIDER && (
        <ModelField state={state} models={chosen?.models ?? []} />
      )}
    </>
  );
}

function cannotRun({ reason }: BackgroundTaskProvider): string {
  return reason ? `cannot run here: ${reason}` : 'cannot run here';
}

// Whether a model that is not listed may be used, the server says.
function ModelField(props: {
  state: NewTaskFormState;
  models: readonly string[];
}) {
  const { state, models } = props;
  const id = useId();
  const error = state.errorOf('model');
  return (
    <Autocomplete
      id={id}
      freeSolo
      options={[...models]}
      inputValue={state.values.model}
      onInputChange={(event, model) => {
        // Without an event the field only follows its value.
        if (event) state.change({ model });
      }}
      onBlur={() => state.leave('model')}
      renderInput={params => (
        <TextField
          {...params}
          label="Model"
          variant="outlined"
          error={error !== undefined}
          helperText={
            error ??
            "Optional: the agent's own if left out. Choose one, or type its name."
          }
        />
      )}
    />
  );
}
