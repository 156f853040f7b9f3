import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import { useWords } from '../../useWords';
import { FormField } from './FormField';
import { SCRIPT_PROVIDER } from './newTask';
import type { NewTaskFormState } from './useNewTaskForm';

const useStyles = makeStyles({ mono: { fontFamily: 'monospace' } });

/** What the change must pass, and how often the agent may try. */
export function CheckFields(props: { state: NewTaskFormState }) {
  const { state } = props;
  const classes = useStyles();
  const t = useWords();
  return (
    <>
      {state.values.provider !== SCRIPT_PROVIDER && (
        <FormField
          state={state}
          field="repairRounds"
          label={t('newTask.more.repairRounds')}
          select
          SelectProps={{ displayEmpty: true }}
          InputLabelProps={{ shrink: true }}
          helperText={t('newTask.more.repairRoundsHint')}
        >
          <MenuItem value="">{t('newTask.more.repairRoundsDefault')}</MenuItem>
          <MenuItem value="0">{t('newTask.more.repairRoundsNone')}</MenuItem>
          {['1', '2', '3'].map(count => (
            <MenuItem key={count} value={count}>
              {count}
            </MenuItem>
          ))}
        </FormField>
      )}
      <FormField
        state={state}
        field="checks"
        label={t('newTask.more.checks')}
        multiline
        minRows={2}
        maxRows={8}
        InputProps={{ classes: { input: classes.mono } }}
        inputProps={{ spellCheck: false, autoCapitalize: 'off' }}
        placeholder={t('newTask.more.checksExample')}
        helperText={t('newTask.more.checksHint')}
      />
    </>
  );
}
