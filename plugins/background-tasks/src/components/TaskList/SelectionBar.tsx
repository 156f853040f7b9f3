import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';
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
  },
}));

/** What can be done with the tasks that are selected. */
export function SelectionBar(props: { selection: Selection }) {
  const { selection } = props;
  const classes = useStyles();
  const t = useWords();
  // What is to be cancelled stays in the dialog while it ends in the list behind it.
  const [asked, setAsked] = useState<Selection['selected']>();
  const count = selection.selected.length;
  return (
    <>
      <div role="status" className={classes.root} hidden={count === 0}>
        {count > 0 && (
          <>
            <span>{t('taskList.select.selected', { count })}</span>
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
            selection.clear();
          }}
          onKeep={() => setAsked(undefined)}
        />
      )}
    </>
  );
}
