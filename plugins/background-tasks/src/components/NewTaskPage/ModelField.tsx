import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import Autocomplete from '@material-ui/lab/Autocomplete';
import type { BackgroundTaskProvider } from '@background-tasks/plugin-background-tasks-common';
import { useId } from 'react';
import { useWords } from '../../useWords';
import { useAutocompleteWords } from '../common/useAutocompleteWords';
import { modelOf, priceText } from './prices';
import type { NewTaskFormState } from './useNewTaskForm';

/** The model, with its price. Whether one that is not listed may be used, the server says. */
export function ModelField(props: {
  state: NewTaskFormState;
  provider: BackgroundTaskProvider;
}) {
  const { state, provider } = props;
  const t = useWords();
  const words = useAutocompleteWords();
  const id = useId();
  const error = state.errorOf('model');
  const model = modelOf(provider, state.values.model);
  const ownModel =
    state.templates.template?.model ??
    provider.defaultModel ??
    t('newTask.who.modelOfAgent');
  const hint = t(
    provider.takesAnyModel
      ? 'newTask.who.modelHint'
      : 'newTask.who.modelHintListed',
    { model: ownModel },
  );
  return (
    <Autocomplete
      {...words}
      id={id}
      freeSolo
      options={provider.models}
      inputValue={state.values.model}
      onInputChange={(event, name) => {
        // Without an event the field only follows its value.
        if (event) state.change({ model: name });
      }}
      onBlur={() => state.leave('model')}
      renderOption={name => <ModelOption name={name} provider={provider} />}
      renderInput={params => (
        <TextField
          {...params}
          label={t('newTask.who.model')}
          variant="outlined"
          error={error !== undefined}
          helperText={
            error ?? (model ? `${hint} ${priceText(model, t)}.` : hint)
          }
        />
      )}
    />
  );
}

function ModelOption(props: {
  name: string;
  provider: BackgroundTaskProvider;
}) {
  const { name, provider } = props;
  const t = useWords();
  const model = provider.modelDetails.find(({ id }) => id === name);
  return (
    <div>
      {name}
      {model && (
        <Typography variant="caption" component="div" color="textSecondary">
          {priceText(model, t)}
        </Typography>
      )}
    </div>
  );
}
