import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import { makeStyles } from '@material-ui/core/styles';
import type { BackgroundTaskSummary } from '@background-tasks/plugin-background-tasks-common';
import { useEffect, useId, useRef } from 'react';
import { useCancelBackgroundTasks, type CancelResult } from '../../hooks';
import { useWords, type Words } from '../../useWords';
import { useToast } from '../common';

const useStyles = makeStyles(theme => ({
  list: { paddingLeft: theme.spacing(2.5), overflowWrap: 'anywhere' },
  result: { color: theme.palette.text.secondary },
  refused: { color: theme.palette.error.main },
}));

/** Asks before several tasks are cancelled, and says of each what became of it. */
export function CancelTasksDialog(props: {
  tasks: BackgroundTaskSummary[];
  /** Nothing was done. */
  onKeep: () => void;
  /** All have been tried. */
  onClose: () => void;
}) {
  const { tasks, onKeep, onClose } = props;
  const classes = useStyles();
  const t = useWords();
  const tell = useToast();
  const titleId = useId();
  const textId = useId();
  const { cancel, results, running } = useCancelBackgroundTasks();
  const count = tasks.length;
  const tried = Object.keys(results).length > 0;
  const settled = tried && !running;
  const whatBecame = t('taskList.cancel.done', {
    done: String(cancelledOf(results)),
    all: String(count),
  });
  const close = () => {
    tell(whatBecame);
    onClose();
  };
  const closeButton = useRef<HTMLButtonElement>(null);
  // The button that had the focus is gone.
  useEffect(() => {
    if (settled) closeButton.current?.focus();
  }, [settled]);
  return (
    <Dialog
      open
      fullWidth
      maxWidth="sm"
      onClose={() => {
        if (settled) close();
        else if (!running) onKeep();
      }}
      aria-labelledby={titleId}
      aria-describedby={textId}
    >
      <DialogTitle id={titleId}>
        {t('taskList.cancel.title', { count })}
      </DialogTitle>
      <DialogContent>
        <DialogContentText id={textId} role="status">
          {settled ? whatBecame : t('taskList.cancel.text')}
        </DialogContentText>
        <ul className={classes.list} aria-label={t('taskList.cancel.tasks')}>
          {tasks.map(task => (
            <li key={task.uid}>
              {task.name}
              <TaskResult result={results[task.uid]} />
            </li>
          ))}
        </ul>
      </DialogContent>
      <DialogActions>
        {settled ? (
          <Button
            ref={closeButton}
            variant="contained"
            color="primary"
            onClick={close}
          >
            {t('taskList.cancel.close')}
          </Button>
        ) : (
          <>
            <Button onClick={onKeep} disabled={running}>
              {t('taskList.cancel.keep')}
            </Button>
            <Button
              variant="contained"
              color="primary"
              disabled={running}
              onClick={() => cancel(tasks)}
            >
              {running
                ? t('taskList.cancel.running')
                : t('taskList.cancel.confirm', { count })}
            </Button>
          </>
        )}
      </DialogActions>
    </Dialog>
  );
}

function TaskResult(props: { result: CancelResult | undefined }) {
  const { result } = props;
  const classes = useStyles();
  const t = useWords();
  if (!result) return null;
  return (
    <span
      className={result.state === 'refused' ? classes.refused : classes.result}
    >
      {' – '}
      {resultText(result, t)}
    </span>
  );
}

function resultText(result: CancelResult, t: Words): string {
  return result.state === 'refused'
    ? t('taskList.cancel.refused', { message: result.message })
    : t(`taskList.cancel.${result.state}`);
}

function cancelledOf(results: Record<string, CancelResult>): number {
  return Object.values(results).filter(
    ({ state }) => state === 'cancelled' || state === 'stopping',
  ).length;
}
