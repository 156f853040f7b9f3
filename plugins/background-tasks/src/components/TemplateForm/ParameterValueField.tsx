import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { useId } from 'react';
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
  const id = useId();
  const choices = choicesOf(parameter);
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

function choicesOf(parameter: ParameterDraft) {
  const none = { value: '', title: 'None' };
  switch (parameter.type) {
    case 'boolean':
      return [
        none,
        { value: 'true', title: 'Yes' },
        { value: 'false', title: 'No' },
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
