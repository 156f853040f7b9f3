import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import Autocomplete from '@material-ui/lab/Autocomplete';
import { useState } from 'react';
import {
  useComponentsWithRepository,
  type ComponentChoice,
} from '../components/NewTaskPage/useComponentsWithRepository';
import { useWords } from '../useWords';
import { useAutocompleteWords } from '../components/common/useAutocompleteWords';

/** Chooses components of the catalog that have a repository. */
export function RepositoriesField(props: {
  id: string;
  label: string;
  help: string;
  required: boolean;
  disabled: boolean;
  error: string | undefined;
  multiple: boolean;
  /** Entity refs; at most one where only one may be chosen. */
  value: string[];
  onChange: (refs: string[]) => void;
}) {
  const { multiple, value } = props;
  const t = useWords();
  const words = useAutocompleteWords();
  const [search, setSearch] = useState('');
  const components = useComponentsWithRepository(search);
  const found = components.data ?? [];
  const chosen = value.map(
    ref =>
      found.find(choice => choice.ref === ref) ?? {
        ref,
        title: ref,
        repository: '',
      },
  );
  const error =
    props.error ??
    (components.isError ? t('formFields.catalogFailed') : undefined);
  return (
    <Autocomplete<ComponentChoice, boolean, false, false>
      {...words}
      id={props.id}
      multiple={multiple}
      disabled={props.disabled}
      options={found}
      value={multiple ? chosen : chosen[0] ?? null}
      loading={components.isFetching}
      filterSelectedOptions={multiple}
      getOptionLabel={choice => choice.title}
      getOptionSelected={(choice, other) => choice.ref === other.ref}
      // The catalog has searched already.
      filterOptions={choices => choices}
      onInputChange={(_event, text, reason) =>
        setSearch(reason === 'input' ? text : '')
      }
      onChange={(_event, choices) =>
        props.onChange([choices ?? []].flat().map(({ ref }) => ref))
      }
      renderOption={choice => (
        <div>
          {choice.title}
          <Typography variant="caption" component="div" color="textSecondary">
            {choice.repository}
          </Typography>
        </div>
      )}
      renderInput={params => (
        <TextField
          {...params}
          inputProps={{
            ...params.inputProps,
            // What was chosen of several is beside the input, which the browser takes for empty.
            required: props.required && chosen.length === 0,
          }}
          label={props.label}
          required={props.required}
          variant="outlined"
          margin="dense"
          error={error !== undefined}
          helperText={error ?? props.help}
        />
      )}
    />
  );
}
