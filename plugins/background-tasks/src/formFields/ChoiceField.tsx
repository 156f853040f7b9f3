import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';

/** One thing to choose. */
export type Choice = {
  value: string;
  label: string;
  note: string;
  disabled?: boolean;
};

/** A list to choose one thing from. */
export function ChoiceField(props: {
  id: string;
  label: string;
  help: string;
  required: boolean;
  disabled: boolean;
  error: string | undefined;
  choices: Choice[];
  loading: boolean;
  /** Why there is nothing to choose. */
  failed: string | undefined;
  value: string;
  onChange: (value: string) => void;
}) {
  const { choices, value } = props;
  const error = props.error ?? props.failed;
  const known = choices.some(choice => choice.value === value);
  return (
    <TextField
      id={props.id}
      select
      fullWidth
      variant="outlined"
      margin="dense"
      label={props.label}
      required={props.required}
      disabled={props.disabled || props.loading}
      error={error !== undefined}
      helperText={error ?? props.help}
      value={known ? value : ''}
      onChange={event => props.onChange(event.target.value)}
    >
      {!props.required && <MenuItem value="">–</MenuItem>}
      {choices.map(choice => (
        <MenuItem
          key={choice.value}
          value={choice.value}
          disabled={choice.disabled}
        >
          <div>
            {choice.label}
            {choice.note && (
              <Typography variant="caption" component="div">
                {choice.note}
              </Typography>
            )}
          </div>
        </MenuItem>
      ))}
    </TextField>
  );
}
