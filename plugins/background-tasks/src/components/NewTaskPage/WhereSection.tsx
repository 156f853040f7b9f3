import MenuItem from '@material-ui/core/MenuItem';
import type { ListProjectsResponse } from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../useWords';
import { FormField } from './FormField';
import { FormSection } from './FormSection';
import { RepositoryFields } from './RepositoryFields';
import { RepositoryFindings } from './RepositoryFindings';
import type { NewTaskFormState } from './useNewTaskForm';

/** Which repository, and as which project. */
export function WhereSection(props: {
  state: NewTaskFormState;
  choices: ListProjectsResponse;
}) {
  const { state, choices } = props;
  const t = useWords();
  const fitting = state.repository.check.data?.projects ?? [];
  const known = state.repository.check.data?.state === 'found';
  return (
    <FormSection title={t('newTask.where.title')}>
      <RepositoryFields state={state} />
      <RepositoryFindings state={state} choices={choices} />
      <FormField
        state={state}
        field="project"
        label={t('newTask.where.project')}
        select
        required
        helperText={t('newTask.where.projectHint')}
        // Templates belong to their project.
        onChange={event =>
          state.change({
            project: event.target.value,
            template: '',
            parameters: {},
          })
        }
      >
        {choices.items
          .filter(({ may }) => may.create)
          .map(({ name, title }) => (
            <MenuItem key={name} value={name}>
              {known && !fitting.includes(name)
                ? t('newTask.where.projectMayNot', { title })
                : title}
            </MenuItem>
          ))}
      </FormField>
    </FormSection>
  );
}
