import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { useCancelBackgroundTask } from '../../hooks';
import { ConfirmButton } from './ConfirmButton';

const SHOWN_MS = 5_000;

/** Cancels a task once the user has confirmed it. */
export function CancelButton(props: { task: BackgroundTask }) {
  const { task } = props;
  const toastApi = useApi(toastApiRef);
  const cancel = useCancelBackgroundTask(task);
  const start = () =>
    cancel.mutate(undefined, {
      onSuccess: ({ stopping }) =>
        toastApi.post({
          title: stopping
            ? `${task.name} is being stopped`
            : `${task.name} was cancelled`,
          status: 'info',
          timeout: SHOWN_MS,
        }),
    });
  const stopping = task.stopping || cancel.isPending;
  return (
    <ConfirmButton
      label={stopping ? 'Stopping…' : 'Cancel task'}
      look={{ variant: 'outlined' }}
      disabled={stopping}
      question={{
        title: `Cancel ${task.name}?`,
        text: 'The run is stopped and what it has done so far is thrown away. No pull request is opened. You can retry the task later.',
        yes: 'Cancel task',
        no: 'Keep it running',
      }}
      onConfirm={start}
      failure={
        cancel.isError
          ? { title: 'The task could not be cancelled', error: cancel.error }
          : undefined
      }
      onDismiss={() => cancel.reset()}
    />
  );
}
