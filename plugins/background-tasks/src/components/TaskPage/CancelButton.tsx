import {
  isFinalStatus,
  type BackgroundTask,
} from '@background-tasks/plugin-background-tasks-common';
import { useCancelBackgroundTask } from '../../hooks';
import { useWords, type Words } from '../../useWords';
import { ConfirmButton, useToast } from '../common';

/** Cancels a task that is active once the user has confirmed it, or says why they may not. */
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
  // That it was refused because the task had ended is still to be read then.
  if (isFinalStatus(task.status) && !cancel.isError) return null;
  return (
    <ConfirmButton
      label={t(stopping ? 'task.cancel.running' : 'task.cancel.action')}
      look={{ variant: 'outlined' }}
      busy={stopping}
      refusal={stopping ? undefined : refusalOf(task, t)}
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

function refusalOf(task: BackgroundTask, t: Words): string | undefined {
  if (isFinalStatus(task.status)) return t('task.cancel.ended');
  if (task.phase === 'publish') return t('task.cancel.publishing');
  return task.can.cancel ? undefined : t('task.cancel.mayNot');
}
