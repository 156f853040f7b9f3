import {
  createFormField,
  type FormField,
} from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import type { TaskTemplateRef } from '@background-tasks/plugin-background-tasks-common';
import { BackgroundTasksQueryProvider, useTaskTemplates } from '../hooks';
import { useWords } from '../useWords';
import { ChoiceField } from './ChoiceField';
import { optionsOf, type FieldProps } from './optionsOf';

const MAX_CHOICES = 100;

/** What the field gives, and takes as options. */
export const schema = makeFieldSchema({
  output: z =>
    z.object({
      project: z.string().describe('The project of the template'),
      name: z.string().describe('The name of the template'),
    }),
  uiOptions: z =>
    z.object({
      project: z
        .string()
        .optional()
        .describe('Offers the templates of this project alone'),
    }),
});

function TaskTemplatePicker(
  props: FieldProps<TaskTemplateRef, { project?: string }>,
) {
  const t = useWords();
  const project = props.uiSchema?.['ui:options']?.project;
  const templates = useTaskTemplates({ project, limit: MAX_CHOICES });
  const items = templates.data?.items ?? [];
  const choices = items.map(template => ({
    value: `${template.project}/${template.name}`,
    label: template.displayName ?? template.name,
    note: project ? '' : template.project,
  }));
  const { formData } = props;
  return (
    <ChoiceField
      {...optionsOf(props)}
      label={props.schema.title ?? t('formFields.template')}
      help={props.schema.description ?? t('formFields.templateHint')}
      choices={choices}
      loading={templates.isPending}
      failed={
        templates.isError ? t('formFields.templatesNotLoaded') : undefined
      }
      value={formData ? `${formData.project}/${formData.name}` : ''}
      onChange={value => {
        const chosen = items.find(
          item => `${item.project}/${item.name}` === value,
        );
        props.onChange(
          chosen && { project: chosen.project, name: chosen.name },
        );
      }}
    />
  );
}

/** The field itself. */
export function TaskTemplatePickerField(
  props: FieldProps<TaskTemplateRef, { project?: string }>,
) {
  return (
    <BackgroundTasksQueryProvider>
      <TaskTemplatePicker {...props} />
    </BackgroundTasksQueryProvider>
  );
}

/** `ui:field: BackgroundTasksTemplatePicker`: a task template of one of the user's projects. */
export const taskTemplateField: FormField = createFormField({
  name: 'BackgroundTasksTemplatePicker',
  schema,
  component: TaskTemplatePickerField,
});
