import InputAdornment from '@material-ui/core/InputAdornment';
import TextField from '@material-ui/core/TextField';
import SearchIcon from '@material-ui/icons/Search';
import { useEffect, useId, useRef, useState } from 'react';
import { useWords } from '../../useWords';

const DELAY_MS = 300;

/** Searches once the typing rests. */
export function SearchField(props: {
  /** What is searched for now. */
  value: string;
  onSearch: (words: string) => void;
}) {
  const { value, onSearch } = props;
  const t = useWords();
  const id = useId();
  const [text, setText] = useState(value);
  const searched = useRef(value);
  const search = useRef(onSearch);
  search.current = onSearch;

  // Another value comes from elsewhere: from "back", say, or from "clear".
  useEffect(() => {
    if (value === searched.current) return;
    searched.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    const words = text.trim();
    if (words === searched.current) return undefined;
    const timer = setTimeout(() => {
      searched.current = words;
      search.current(words);
    }, DELAY_MS);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <TextField
      id={id}
      type="search"
      variant="outlined"
      size="small"
      fullWidth
      label={t('taskList.search')}
      placeholder={t('taskList.searchHint')}
      value={text}
      onChange={event => setText(event.target.value)}
      inputProps={{ maxLength: 200 }}
      InputProps={{
        startAdornment: (
          <InputAdornment position="start">
            <SearchIcon fontSize="small" aria-hidden />
          </InputAdornment>
        ),
      }}
    />
  );
}
