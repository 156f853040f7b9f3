import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { useCancelBackgroundTask } from '../../hooks';
import { useWords } from '../../useWords';
import { ConfirmButton, useToast } from '../common';

/** Cancels a task once the user has confirmed it. */
export function CancelButton(props: { task: BackgroundTask }) {
  const { task } = props;
  const t = useWords();
  const tell = useToast();
  const cancel = useCancelBackgroundTask(task);
  const start = () =>
    cancel.mutate(undefined, {
      onSuccess: ({ stopping }) =>
        tell(
          t(stopping ? 'task.cancel.stopping' : 'task.cancel.done', {
            name: task.name,
          }),
        ),
    });
  const stopping = task.stopping || cancel.isPending;
  return (
    <ConfirmButton
      label={t(stopping ? 'task.cancel.running' : 'task.cancel.action')}
      look={{ variant: 'outlined' }}
      busy={stopping}
      question={{
        title: t('task.cancel.title', { name: task.name }),
        text: t('task.cancel.text'),
        yes: t('task.cancel.action'),
        no: t('task.cancel.no'),
      }}
      onConfirm={start}
      failure={
        cancel.isError
          ? { title: t('task.cancel.failed'), error: cancel.error }
          : undefined
      }
      onDismiss={() => cancel.reset()}
    />
  );
}
