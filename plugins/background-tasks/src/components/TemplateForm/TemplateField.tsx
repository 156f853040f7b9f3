import TextField, { type TextFieldProps } from '@material-ui/core/TextField';
import { useId } from 'react';
import type { TemplateFormState } from './useTemplateForm';

/** A field of a template's form, with its help or its error below. */
export function TemplateField(
  props: Omit<TextFieldProps, 'variant' | 'error' | 'onChange' | 'value'> & {
    state: TemplateFormState;
    /** Where the field is in what is sent: `name`, `parameters.0.name`. */
    path: string;
    value: string;
    onValue: (value: string) => void;
  },
) {
  const { state, path, onValue, helperText, SelectProps, ...field } = props;
  const id = useId();
  const error = state.errorOf(path);
  return (
    <TextField
      id={id}
      fullWidth
      variant="outlined"
      onChange={event => onValue(event.target.value)}
      onBlur={() => state.leave(path)}
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
      {...field}
    />
  );
}
