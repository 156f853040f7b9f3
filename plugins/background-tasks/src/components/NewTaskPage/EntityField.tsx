import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import Autocomplete from '@material-ui/lab/Autocomplete';
import { useId, useState } from 'react';
import { useWords } from '../../useWords';
import { useAutocompleteWords } from '../common/useAutocompleteWords';
import {
  useComponentsWithRepository,
  type ComponentChoice,
} from './useComponentsWithRepository';
import type { NewTaskFormState } from './useNewTaskForm';

/** Chooses a component of the catalog that has a repository. */
export function EntityField(props: { state: NewTaskFormState }) {
  const { state } = props;
  const t = useWords();
  const words = useAutocompleteWords();
  const id = useId();
  const [search, setSearch] = useState('');
  const components = useComponentsWithRepository(search);
  const { entityRef } = state.values;
  const choices = components.data ?? [];
  const chosen =
    choices.find(choice => choice.ref === entityRef) ??
    (entityRef ? { ref: entityRef, title: entityRef, repository: '' } : null);
  const error =
    state.errorOf('entityRef') ??
    (components.isError ? t('newTask.where.catalogFailed') : undefined);
  return (
    <Autocomplete
      {...words}
      id={id}
      options={choices}
      value={chosen}
      loading={components.isFetching}
      getOptionLabel={choice => choice.title}
      getOptionSelected={(choice, value) => choice.ref === value.ref}
      // The catalog has searched already.
      filterOptions={found => found}
      onInputChange={(_event, text, reason) =>
        setSearch(reason === 'input' ? text : '')
      }
      onChange={(_event, choice) =>
        state.change({ entityRef: choice?.ref ?? '' })
      }
      onBlur={() => state.leave('entityRef')}
      renderOption={choice => <Choice choice={choice} />}
      renderInput={params => (
        <TextField
          {...params}
          label={t('newTask.where.component')}
          required
          variant="outlined"
          error={error !== undefined}
          helperText={
            error ?? chosen?.repository ?? t('newTask.where.componentHint')
          }
        />
      )}
    />
  );
}

function Choice(props: { choice: ComponentChoice }) {
  const { choice } = props;
  return (
    <div>
      {choice.title}
      <Typography variant="caption" component="div" color="textSecondary">
        {choice.repository}
      </Typography>
    </div>
  );
}
