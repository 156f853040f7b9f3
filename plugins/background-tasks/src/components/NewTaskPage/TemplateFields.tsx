import FormHelperText from '@material-ui/core/FormHelperText';
import MenuItem from '@material-ui/core/MenuItem';
import Skeleton from '@material-ui/lab/Skeleton';
import type { ComponentProps } from 'react';
import { useWords, type Words } from '../../useWords';
import { lazyAgain, PanelBoundary } from '../common';
import { FormField } from './FormField';
import { parametersFor } from './templateParameters';
import type TheParameters from './TemplateParameters';
import type { NewTaskFormState } from './useNewTaskForm';

const TemplateParameters = lazyAgain(
  async () => (await import('./TemplateParameters')).default,
  ParametersSkeleton,
);

/** The template that the task is made from, and a form of its parameters. */
export function TemplateFields(props: { state: NewTaskFormState }) {
  const { state } = props;
  const t = useWords();
  const { values, templates } = state;
  const { items, template } = templates;
  const error = state.errorOf('parameters');
  // One that is not known yet cannot be shown as chosen.
  const chosen = template?.name ?? '';
  return (
    <>
      <FormField
        state={state}
        field="template"
        label={t('newTask.what.template')}
        select
        value={chosen}
        disabled={items.length === 0}
        SelectProps={{ displayEmpty: true }}
        // What cannot be chosen yet is to be read all the same.
        InputLabelProps={{ shrink: true, disabled: false }}
        helperText={
          template
            ? template.description || t('newTask.what.templateHint')
            : hintOf(state, t)
        }
        // Agent and model are the template's, unless they are chosen after it.
        onChange={event =>
          state.change({
            template: event.target.value,
            parameters: {},
            provider: '',
            model: '',
          })
        }
      >
        <MenuItem value="">{t('newTask.what.noTemplate')}</MenuItem>
        {items.map(({ name, displayName }) => (
          <MenuItem key={name} value={name}>
            {displayName}
          </MenuItem>
        ))}
      </FormField>
      {template && template.parameters.length > 0 && (
        <PanelBoundary
          key={template.uid}
          title={t('newTask.what.parametersNotShown')}
        >
          <TemplateParameters
            template={template}
            values={parametersFor(template, values.parameters)}
            onChange={parameters => state.change({ parameters })}
            onValidator={state.setParametersValidator}
            label={t('newTask.what.parameters')}
          />
        </PanelBoundary>
      )}
      {error && (
        <FormHelperText error role="alert">
          {error}
        </FormHelperText>
      )}
    </>
  );
}

function ParametersSkeleton(props: ComponentProps<typeof TheParameters>) {
  const t = useWords();
  return (
    <div role="status" aria-label={t('newTask.what.loadingParameters')}>
      {props.template.parameters.map(({ name }) => (
        <Skeleton key={name} height={64} />
      ))}
    </div>
  );
}

function hintOf({ values, templates }: NewTaskFormState, t: Words): string {
  if (values.project === '') return t('newTask.what.projectFirst');
  if (templates.failed) return t('newTask.what.templatesFailed');
  if (templates.loading) return t('newTask.what.templateHint');
  if (values.template) {
    return t('newTask.what.unknownTemplate', { name: values.template });
  }
  return t(
    templates.items.length === 0
      ? 'newTask.what.noTemplates'
      : 'newTask.what.templateHint',
  );
}
