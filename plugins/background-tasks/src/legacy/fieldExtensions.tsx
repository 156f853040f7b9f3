import { compatWrapper } from '@backstage/core-compat-api';
import { createScaffolderFieldExtension } from '@backstage/plugin-scaffolder-react';
import type { TaskTemplateRef } from '@background-tasks/plugin-background-tasks-common';
import * as project from '../formFields/projectField';
import * as provider from '../formFields/providerField';
import * as repository from '../formFields/repositoryField';
import * as taskTemplate from '../formFields/taskTemplateField';
import type { FieldProps } from '../formFields/optionsOf';
import { backgroundTasksPlugin } from './plugin';

/** `ui:field: BackgroundTasksProjectPicker`. @public */
export const BackgroundTasksProjectPickerFieldExtension =
  backgroundTasksPlugin.provide(
    createScaffolderFieldExtension({
      name: 'BackgroundTasksProjectPicker',
      schema: project.schema.schema,
      component: (props: FieldProps<string>) =>
        compatWrapper(<project.ProjectPickerField {...props} />),
    }),
  );

/** `ui:field: BackgroundTasksRepositoryPicker`. @public */
export const BackgroundTasksRepositoryPickerFieldExtension =
  backgroundTasksPlugin.provide(
    createScaffolderFieldExtension({
      name: 'BackgroundTasksRepositoryPicker',
      schema: repository.schema.schema,
      component: (
        props: FieldProps<string | string[], { multiple?: boolean }>,
      ) => compatWrapper(<repository.RepositoryPickerField {...props} />),
    }),
  );

/** `ui:field: BackgroundTasksTemplatePicker`. @public */
export const BackgroundTasksTemplatePickerFieldExtension =
  backgroundTasksPlugin.provide(
    createScaffolderFieldExtension({
      name: 'BackgroundTasksTemplatePicker',
      schema: taskTemplate.schema.schema,
      component: (props: FieldProps<TaskTemplateRef, { project?: string }>) =>
        compatWrapper(<taskTemplate.TaskTemplatePickerField {...props} />),
    }),
  );

/** `ui:field: BackgroundTasksProviderPicker`. @public */
export const BackgroundTasksProviderPickerFieldExtension =
  backgroundTasksPlugin.provide(
    createScaffolderFieldExtension({
      name: 'BackgroundTasksProviderPicker',
      schema: provider.schema.schema,
      component: (props: FieldProps<{ provider: string; model?: string }>) =>
        compatWrapper(<provider.ProviderPickerField {...props} />),
    }),
  );
