import {
  createFormField,
  type FormField,
} from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import type { BackgroundTaskProvider } from '@background-tasks/plugin-background-tasks-common';
import {
  BackgroundTasksQueryProvider,
  useBackgroundTasksProjects,
} from '../hooks';
import { useWords, type Words } from '../useWords';
import { ChoiceField } from './ChoiceField';
import { optionsOf, type FieldProps } from './optionsOf';

/** What the field gives, and takes as options. */
export const schema = makeFieldSchema({
  output: z =>
    z.object({
      provider: z.string().describe('The agent'),
      model: z.string().optional().describe('Its model; else its default'),
    }),
});

function ProviderPicker(
  props: FieldProps<{ provider: string; model?: string }>,
) {
  const t = useWords();
  const choices = useBackgroundTasksProjects();
  // A script is written by the author of the template, not by who fills in its form.
  const providers = (choices.data?.providers ?? []).filter(
    ({ takesScript }) => !takesScript,
  );
  const { formData } = props;
  const chosen = providers.find(({ id }) => id === formData?.provider);
  const common = optionsOf(props);
  return (
    <>
      <ChoiceField
        {...common}
        label={props.schema.title ?? t('formFields.agent')}
        help={props.schema.description ?? t('formFields.agentHint')}
        choices={providers.map(provider => ({
          value: provider.id,
          label: provider.title,
          note: provider.reason ?? '',
          disabled: !provider.available,
        }))}
        loading={choices.isPending}
        failed={choices.isError ? t('formFields.agentsNotLoaded') : undefined}
        value={formData?.provider ?? ''}
        onChange={provider =>
          props.onChange(provider ? { provider } : undefined)
        }
      />
      {chosen && chosen.modelDetails.length > 0 && (
        <ChoiceField
          {...common}
          id={`${common.id}-model`}
          required={false}
          error={undefined}
          label={t('formFields.model')}
          help={t('formFields.modelHint')}
          choices={modelsOf(chosen, t)}
          loading={false}
          failed={undefined}
          value={formData?.model ?? ''}
          onChange={model =>
            props.onChange({ provider: chosen.id, model: model || undefined })
          }
        />
      )}
    </>
  );
}

function modelsOf(provider: BackgroundTaskProvider, t: Words) {
  return provider.modelDetails.map(({ id, title, price }) => ({
    value: id,
    label: title ?? id,
    note: price
      ? t('formFields.price', {
          input: String(price.input),
          output: String(price.output),
        })
      : t('formFields.priceUnknown'),
  }));
}

/** The field itself. */
export function ProviderPickerField(
  props: FieldProps<{ provider: string; model?: string }>,
) {
  return (
    <BackgroundTasksQueryProvider>
      <ProviderPicker {...props} />
    </BackgroundTasksQueryProvider>
  );
}

/** `ui:field: BackgroundTasksProviderPicker`: an agent, and a model of it with its price. */
export const providerField: FormField = createFormField({
  name: 'BackgroundTasksProviderPicker',
  schema,
  component: ProviderPickerField,
});
