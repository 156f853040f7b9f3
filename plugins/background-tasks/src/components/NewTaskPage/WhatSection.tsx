import { useWords } from '../../useWords';
import { FormField } from './FormField';
import { FormSection } from './FormSection';
import { InstructionsField } from './InstructionsField';
import { SCRIPT_PROVIDER } from './newTask';
import { TemplateFields } from './TemplateFields';
import type { NewTaskFormState } from './useNewTaskForm';
import { needsScript } from './validateNewTask';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({ mono: { fontFamily: 'monospace' } });

/** What is to be done: by a template, in words, or by a script. */
export function WhatSection(props: { state: NewTaskFormState }) {
  const { state } = props;
  const classes = useStyles();
  const t = useWords();
  const { template } = state.templates;
  return (
    <FormSection title={t('newTask.what.title')}>
      <TemplateFields state={state} />
      <InstructionsField state={state} />
      {state.values.provider === SCRIPT_PROVIDER && (
        <FormField
          state={state}
          field="run"
          label={t('newTask.what.script')}
          required={needsScript(state.values, template)}
          multiline
          minRows={3}
          maxRows={20}
          InputProps={{ classes: { input: classes.mono } }}
          inputProps={{ spellCheck: false, autoCapitalize: 'off' }}
          placeholder={template?.runTemplate ?? t('newTask.what.scriptExample')}
          helperText={t(
            needsScript(state.values, template)
              ? 'newTask.what.scriptHelp'
              : 'newTask.what.scriptOfTemplate',
          )}
        />
      )}
    </FormSection>
  );
}
