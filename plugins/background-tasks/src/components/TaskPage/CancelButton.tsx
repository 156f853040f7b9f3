import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { useId, useState } from 'react';
import { useCancelBackgroundTask } from '../../hooks';
import { ErrorNotice } from '../common';

/** Cancels a task once the user has confirmed it. */
export function CancelButton(props: { task: BackgroundTask }) {
  const { task } = props;
  const toastApi = useApi(toastApiRef);
  const cancel = useCancelBackgroundTask(task);
  const [open, setOpen] = useState(false);
  const titleId = useId();
  const textId = useId();

  const close = () => {
    setOpen(false);
    cancel.reset();
  };
  const confirm = () =>
    cancel.mutate(undefined, {
      onSuccess: ({ stopping }) => {
        setOpen(false);
        toastApi.post({
          title: stopping
            ? `${task.name} is being stopped`
            : `${task.name} was cancelled`,
          status: 'info',
          timeout: 5_000,
        });
      },
    });

  return (
    <>
      <Button variant="outlined" onClick={() => setOpen(true)}>
        Cancel task
      </Button>
      <Dialog
        open={open}
        onClose={close}
        aria-labelledby={titleId}
        aria-describedby={textId}
      >
        <DialogTitle id={titleId}>Cancel {task.name}?</DialogTitle>
        <DialogContent>
          <DialogContentText id={textId}>
            The run is stopped and what it has done so far is thrown away. No
            pull request is opened. You can retry the task later.
          </DialogContentText>
          {cancel.isError && (
            <ErrorNotice
              title="The task could not be cancelled"
              error={cancel.error}
            />
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>Keep it running</Button>
          <Button
            onClick={confirm}
            disabled={cancel.isPending}
            color="primary"
            variant="contained"
          >
            {cancel.isPending ? 'Cancelling…' : 'Cancel task'}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
