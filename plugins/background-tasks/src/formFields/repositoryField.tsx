import {
  createFormField,
  type FormField,
} from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { BackgroundTasksQueryProvider } from '../hooks';
import { useWords } from '../useWords';
import { optionsOf, type FieldProps } from './optionsOf';
import { RepositoriesField } from './RepositoriesField';

/** What the field gives, and takes as options. */
export const schema = makeFieldSchema({
  output: z =>
    z.union([z.string(), z.array(z.string())]).describe('Entity refs'),
  uiOptions: z =>
    z.object({
      multiple: z
        .boolean()
        .optional()
        .describe('Whether several components may be chosen: a list then'),
    }),
});

function RepositoryPicker(
  props: FieldProps<string | string[], { multiple?: boolean }>,
) {
  const t = useWords();
  const multiple = Boolean(props.uiSchema?.['ui:options']?.multiple);
  return (
    <RepositoriesField
      {...optionsOf(props)}
      label={
        props.schema.title ??
        t(multiple ? 'formFields.components' : 'formFields.component')
      }
      help={props.schema.description ?? t('formFields.componentsHint')}
      multiple={multiple}
      // A list of which one is required begins with one that is empty.
      value={[props.formData ?? []].flat().filter(Boolean)}
      onChange={refs => {
        if (multiple) props.onChange(refs);
        else props.onChange(refs[0]);
      }}
    />
  );
}

/** The field itself. */
export function RepositoryPickerField(
  props: FieldProps<string | string[], { multiple?: boolean }>,
) {
  return (
    <BackgroundTasksQueryProvider>
      <RepositoryPicker {...props} />
    </BackgroundTasksQueryProvider>
  );
}

/** `ui:field: BackgroundTasksRepositoryPicker`: one or several components with a repository, as entity refs. */
export const repositoryField: FormField = createFormField({
  name: 'BackgroundTasksRepositoryPicker',
  schema,
  component: RepositoryPickerField,
});
