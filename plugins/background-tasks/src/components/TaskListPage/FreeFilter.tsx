import TextField from '@material-ui/core/TextField';
import { useEffect, useId, useState } from 'react';

/** A filter by a text that is typed whole: it counts when the field is left, or by Enter. */
export function FreeFilter(props: {
  label: string;
  hint?: string;
  value: string;
  /** What is wrong with a text, for people. */
  problem?: (text: string) => string | undefined;
  onChange: (text: string) => void;
}) {
  const { label, hint, value, problem, onChange } = props;
  const id = useId();
  const [text, setText] = useState(value);
  const [tried, setTried] = useState(false);
  useEffect(() => setText(value), [value]);
  const trimmed = text.trim();
  const wrong = problem?.(trimmed);
  const apply = () => {
    setTried(true);
    if (!wrong && trimmed !== value) onChange(trimmed);
  };
  return (
    <TextField
      id={id}
      variant="outlined"
      size="small"
      fullWidth
      label={label}
      placeholder={hint}
      InputLabelProps={{ shrink: true }}
      inputProps={{ spellCheck: false, autoCapitalize: 'off' }}
      value={text}
      error={tried && wrong !== undefined}
      helperText={tried ? wrong : undefined}
      onChange={event => setText(event.target.value)}
      onBlur={apply}
      onKeyDown={event => {
        if (event.key === 'Enter') apply();
      }}
    />
  );
}
