import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../../useWords';
import { CancelTasksDialog } from './CancelTasksDialog';
import type { Selection } from './useSelection';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    minHeight: 36,
    marginBottom: theme.spacing(1),
    outline: 'none',
  },
}));

/** What can be done with the tasks that are selected. */
export function SelectionBar(props: { selection: Selection }) {
  const { selection } = props;
  const classes = useStyles();
  const t = useWords();
  // What is to be cancelled stays in the dialog while it ends in the list behind it.
  const [asked, setAsked] = useState<Selection['selected']>();
  const [closed, setClosed] = useState(0);
  const bar = useRef<HTMLDivElement>(null);
  const count = selection.selected.length;
  // The button that opened the dialog is gone by then.
  useEffect(() => {
    if (closed > 0) bar.current?.focus();
  }, [closed]);
  return (
    <>
      <div
        ref={bar}
        tabIndex={-1}
        className={count > 0 ? classes.root : undefined}
      >
        <span role="status">
          {count > 0 && t('taskList.select.selected', { count })}
        </span>
        {count > 0 && (
          <>
            <Button
              variant="outlined"
              size="small"
              onClick={() => setAsked(selection.selected)}
            >
              {t('taskList.select.cancel', { count })}
            </Button>
            <Button size="small" onClick={selection.clear}>
              {t('taskList.select.clear')}
            </Button>
          </>
        )}
      </div>
      {asked && (
        <CancelTasksDialog
          tasks={asked}
          onClose={() => {
            setAsked(undefined);
            setClosed(closed + 1);
            selection.clear();
          }}
          onKeep={() => setAsked(undefined)}
        />
      )}
    </>
  );
}
