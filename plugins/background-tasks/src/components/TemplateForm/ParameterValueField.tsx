import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { useId } from 'react';
import { useWords, type Words } from '../../useWords';
import { valuesOf, type ParameterDraft } from './templateDraft';

/** A value of a parameter, by its type. Empty: none. */
export function ParameterValueField(props: {
  parameter: ParameterDraft;
  label: string;
  value: string;
  onValue: (value: string) => void;
  error?: string;
  helperText?: string;
}) {
  const { parameter, label, value, onValue, error, helperText } = props;
  const t = useWords();
  const id = useId();
  const choices = choicesOf(parameter, t);
  return (
    <TextField
      id={id}
      fullWidth
      size="small"
      variant="outlined"
      label={label}
      select={choices !== undefined}
      type={parameter.type === 'number' ? 'number' : 'text'}
      value={
        choices && !choices.some(each => each.value === value) ? '' : value
      }
      onChange={event => onValue(event.target.value)}
      error={error !== undefined}
      helperText={error ?? helperText}
    >
      {choices?.map(choice => (
        <MenuItem key={choice.value} value={choice.value}>
          {choice.title}
        </MenuItem>
      ))}
    </TextField>
  );
}

function choicesOf(parameter: ParameterDraft, t: Words) {
  const none = { value: '', title: t('templateForm.parameters.noValue') };
  switch (parameter.type) {
    case 'boolean':
      return [
        none,
        { value: 'true', title: t('templateForm.parameters.yes') },
        { value: 'false', title: t('templateForm.parameters.no') },
      ];
    case 'enum':
      return [
        none,
        ...valuesOf(parameter).map(value => ({ value, title: value })),
      ];
    default:
      return undefined;
  }
}
