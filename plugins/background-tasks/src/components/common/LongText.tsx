import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useId, useState } from 'react';
import { useWords } from '../../useWords';

const SHOWN_CHARACTERS = 600;
const SHOWN_LINES = 8;

const useStyles = makeStyles({
  text: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
});

/** A text of others, as text whatever it holds: its beginning, and all of it on demand. */
export function LongText(props: { text: string; name: string }) {
  const { text, name } = props;
  const classes = useStyles();
  const t = useWords();
  const id = useId();
  const [open, setOpen] = useState(false);
  const beginning = text
    .slice(0, SHOWN_CHARACTERS)
    .split('\n')
    .slice(0, SHOWN_LINES)
    .join('\n');
  const isLong = beginning.length < text.length;
  return (
    <>
      <div id={id} className={classes.text}>
        {isLong && !open ? `${beginning}…` : text}
      </div>
      {isLong && (
        <Button
          size="small"
          aria-expanded={open}
          aria-controls={id}
          aria-label={t(open ? 'common.showLessOf' : 'common.showAllOf', {
            name,
          })}
          onClick={() => setOpen(!open)}
        >
          {t(open ? 'common.showLess' : 'common.showAll')}
        </Button>
      )}
    </>
  );
}
