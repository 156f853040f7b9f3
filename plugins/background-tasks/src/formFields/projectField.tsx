import {
  createFormField,
  type FormField,
} from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import {
  BackgroundTasksQueryProvider,
  useBackgroundTasksProjects,
} from '../hooks';
import { useWords } from '../useWords';
import { ChoiceField } from './ChoiceField';
import { optionsOf, type FieldProps } from './optionsOf';

/** What the field gives, and takes as options. */
export const schema = makeFieldSchema({
  output: z => z.string().describe('The name of a project'),
});

function ProjectPicker(props: FieldProps<string>) {
  const t = useWords();
  const projects = useBackgroundTasksProjects();
  const choices = (projects.data?.items ?? [])
    .filter(({ may }) => may.create)
    .map(({ name, title }) => ({ value: name, label: title, note: '' }));
  return (
    <ChoiceField
      {...optionsOf(props)}
      label={props.schema.title ?? t('formFields.project')}
      help={props.schema.description ?? t('formFields.projectHint')}
      choices={choices}
      loading={projects.isPending}
      failed={projects.isError ? t('formFields.projectsNotLoaded') : undefined}
      value={props.formData ?? ''}
      onChange={value => props.onChange(value || undefined)}
    />
  );
}

/** The field itself. */
export function ProjectPickerField(props: FieldProps<string>) {
  return (
    <BackgroundTasksQueryProvider>
      <ProjectPicker {...props} />
    </BackgroundTasksQueryProvider>
  );
}

/** `ui:field: BackgroundTasksProjectPicker`: a project in which the user may create tasks. */
export const projectField: FormField = createFormField({
  name: 'BackgroundTasksProjectPicker',
  schema,
  component: ProjectPickerField,
});
