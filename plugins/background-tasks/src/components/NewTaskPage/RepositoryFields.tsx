import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import { useId } from 'react';
import { useWords } from '../../useWords';
import { EntityField } from './EntityField';
import { FormField } from './FormField';
import type { NewTaskFormState } from './useNewTaskForm';

/** Which repository: that of a catalog entity, or one by its URL. */
export function RepositoryFields(props: { state: NewTaskFormState }) {
  const { state } = props;
  const t = useWords();
  const labelId = useId();
  const { source } = state.values;
  return (
    <>
      <FormControl component="fieldset">
        <FormLabel component="legend" id={labelId}>
          {t('newTask.where.legend')}
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
            label={t('newTask.where.byEntity')}
            control={<Radio color="primary" />}
          />
          <FormControlLabel
            value="url"
            label={t('newTask.where.byUrl')}
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
            label={t('newTask.where.url')}
            required
            type="url"
            placeholder={t('newTask.where.urlExample')}
          />
          <FormField
            state={state}
            field="branch"
            label={t('newTask.where.branch')}
            placeholder={state.repository.check.data?.defaultBranch ?? ''}
            helperText={t('newTask.where.branchHint')}
          />
        </>
      )}
    </>
  );
}
