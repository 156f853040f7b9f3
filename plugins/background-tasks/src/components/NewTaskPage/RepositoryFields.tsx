import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import { useId } from 'react';
import { EntityField } from './EntityField';
import { FormField } from './FormField';
import type { NewTaskFormState } from './useNewTaskForm';

/** Which repository: that of a catalog entity, or one by its URL. */
export function RepositoryFields(props: { state: NewTaskFormState }) {
  const { state } = props;
  const labelId = useId();
  const { source } = state.values;
  return (
    <>
      <FormControl component="fieldset">
        <FormLabel component="legend" id={labelId}>
          Repository
        </FormLabel>
        <RadioGroup
          row
          aria-labelledby={labelId}
          value={source}
          onChange={(_event, value) =>
            state.change({ source: value === 'url' ? 'url' : 'entity' })
          }
        >
          <FormControlLabel
            value="entity"
            label="Of a component in the catalog"
            control={<Radio color="primary" />}
          />
          <FormControlLabel
            value="url"
            label="By its URL"
            control={<Radio color="primary" />}
          />
        </RadioGroup>
      </FormControl>
      {source === 'entity' ? (
        <EntityField state={state} />
      ) : (
        <>
          <FormField
            state={state}
            field="repository"
            label="Repository URL"
            required
            type="url"
            placeholder="https://github.com/owner/name"
          />
          <FormField
            state={state}
            field="branch"
            label="Base branch"
            helperText="Optional: the repository's default branch if left out."
          />
        </>
      )}
    </>
  );
}
