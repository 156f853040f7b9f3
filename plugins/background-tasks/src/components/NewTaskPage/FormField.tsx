import TextField, { type TextFieldProps } from '@material-ui/core/TextField';
import { useId } from 'react';
import type { NewTaskTextField } from './newTask';
import type { NewTaskFormState } from './useNewTaskForm';

/** A text field or select of the form, with its help or its error below. */
export function FormField(
  props: Omit<TextFieldProps, 'variant' | 'error'> & {
    state: NewTaskFormState;
    field: NewTaskTextField;
  },
) {
  const { state, field, helperText, SelectProps, ...textFieldProps } = props;
  const id = useId();
  const error = state.errorOf(field);
  return (
    <TextField
      id={id}
      fullWidth
      variant="outlined"
      value={state.values[field]}
      onChange={event => state.change({ [field]: event.target.value })}
      onBlur={() => state.leave(field)}
      error={error !== undefined}
      helperText={error ?? helperText}
      // A select is a button of its own, which does not get these from the text field.
      SelectProps={{
        ...SelectProps,
        SelectDisplayProps: {
          'aria-invalid': error !== undefined,
          'aria-describedby': `${id}-helper-text`,
        },
      }}
      {...textFieldProps}
    />
  );
}
