import IconButton from '@material-ui/core/IconButton';
import InputAdornment from '@material-ui/core/InputAdornment';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import ExpandLessIcon from '@material-ui/icons/ExpandLess';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import SearchIcon from '@material-ui/icons/Search';
import type { KeyboardEvent, RefObject } from 'react';
import { useWords, type Words } from '../../useWords';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    flex: '1 1 260px',
    maxWidth: 460,
  },
  field: { flex: 1, minWidth: 140 },
}));

/** Searches the log: Enter goes to the next line that matches, Shift and Enter to the one before. */
export function LogSearchField(props: {
  query: string;
  onQuery: (query: string) => void;
  /** How many lines match so far. */
  matchCount: number;
  /** Whether the whole log was looked through. */
  done: boolean;
  /** The match that the reader is at, from 0; undefined before the first step. */
  current: number | undefined;
  onStep: (step: 1 | -1) => void;
  input: RefObject<HTMLInputElement>;
}) {
  const { query, onQuery, matchCount, done, current, onStep, input } = props;
  const classes = useStyles();
  const t = useWords();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && query !== '') {
      onQuery('');
      event.preventDefault();
    }
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onStep(event.shiftKey ? -1 : 1);
  };
  return (
    <div
      className={classes.root}
      role="search"
      aria-label={t('log.search.region')}
    >
      <TextField
        className={classes.field}
        size="small"
        variant="outlined"
        type="search"
        placeholder={t('log.search.field')}
        value={query}
        onChange={event => onQuery(event.target.value)}
        onKeyDown={onKeyDown}
        inputRef={input}
        inputProps={{ 'aria-label': t('log.search.field') }}
        InputProps={{
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon fontSize="small" aria-hidden />
            </InputAdornment>
          ),
        }}
      />
      <Typography variant="body2">
        {query !== '' && countText(matchCount, done, current, t)}
      </Typography>
      <IconButton
        size="small"
        aria-label={t('log.search.previous')}
        disabled={matchCount === 0}
        onClick={() => onStep(-1)}
      >
        <ExpandLessIcon />
      </IconButton>
      <IconButton
        size="small"
        aria-label={t('log.search.next')}
        disabled={matchCount === 0}
        onClick={() => onStep(1)}
      >
        <ExpandMoreIcon />
      </IconButton>
    </div>
  );
}

function countText(
  count: number,
  done: boolean,
  current: number | undefined,
  t: Words,
): string {
  if (!done) return t('log.search.searching');
  if (count === 0) return t('log.search.none');
  return current === undefined
    ? t('log.lines', { count })
    : t('log.search.at', { count, place: current + 1 });
}
