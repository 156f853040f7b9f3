import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import type { TaskTemplate } from '@background-tasks/plugin-background-tasks-common';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useDeleteTaskTemplate } from '../../hooks';
import { usePaths } from '../../paths';
import { ErrorNotice } from '../common';

/** Deletes a template once the user has confirmed it. */
export function DeleteTemplateButton(props: { template: TaskTemplate }) {
  const { template } = props;
  const toastApi = useApi(toastApiRef);
  const remove = useDeleteTaskTemplate(template);
  const navigate = useNavigate();
  const paths = usePaths();
  const [open, setOpen] = useState(false);
  const titleId = useId();
  const textId = useId();

  const close = () => {
    setOpen(false);
    remove.reset();
  };
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        toastApi.post({
          title: `${template.displayName} was deleted`,
          status: 'info',
          timeout: 5_000,
        });
        navigate(paths.templates());
      },
    });

  return (
    <>
      <Button variant="outlined" onClick={() => setOpen(true)}>
        Delete
      </Button>
      <Dialog
        open={open}
        onClose={close}
        aria-labelledby={titleId}
        aria-describedby={textId}
      >
        <DialogTitle id={titleId}>Delete {template.displayName}?</DialogTitle>
        <DialogContent>
          <DialogContentText id={textId}>
            {whatBecomes(template.statistics)}
          </DialogContentText>
          {remove.isError && (
            <ErrorNotice
              title="The template could not be deleted"
              error={remove.error}
            />
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>Keep it</Button>
          <Button
            onClick={confirm}
            disabled={remove.isPending}
            color="primary"
            variant="contained"
          >
            {remove.isPending ? 'Deleting…' : 'Delete template'}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}

function whatBecomes({ tasks, active }: TaskTemplate['statistics']): string {
  if (tasks === 0) {
    return 'No task that you can see was made from it. It cannot be brought back.';
  }
  const made =
    tasks === 1
      ? 'The task that was made from it stays'
      : `The ${tasks} tasks that were made from it stay`;
  const running =
    active > 0 ? `, also the ${active} that have not ended yet` : '';
  return `${made}${running}. The template itself cannot be brought back.`;
}
