import {
  isFinalStatus,
  type BackgroundTask,
} from '@background-tasks/plugin-background-tasks-common';
import { useNavigate } from 'react-router-dom';
import { useRetryBackgroundTask } from '../../hooks';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import { ConfirmButton, useToast } from '../common';

/**
 * Starts a new task like one that ended without success once the user has confirmed it, and goes to its page; or says
 * why they may not.
 */
export function RetryButton(props: {
  task: BackgroundTask;
  /** Whether `can` is of the task as it is now: its end is heard of before what may be done then. */
  rightsKnown: boolean;
}) {
  const { task, rightsKnown } = props;
  const t = useWords();
  const navigate = useNavigate();
  const paths = usePaths();
  const tell = useToast();
  const retry = useRetryBackgroundTask(task);
  const start = () =>
    retry.mutate(undefined, {
      onSuccess: ({ name }) => {
        tell(t('task.retry.done', { name }));
        navigate(paths.task({ project: task.project, name }));
      },
    });
  const { status, can } = task;
  if (!isFinalStatus(status) || status === 'Completed') return null;
  if (!can.retry && !rightsKnown) return null;
  return (
    <ConfirmButton
      label={t(retry.isPending ? 'task.retry.running' : 'task.retry.action')}
      look={{ variant: 'contained', color: 'primary' }}
      busy={retry.isPending}
      refusal={can.retry ? undefined : t('task.retry.mayNot')}
      question={{
        title: t('task.retry.title', { name: task.name }),
        text: t('task.retry.text'),
        yes: t('task.retry.yes'),
        no: t('task.retry.no'),
      }}
      onConfirm={start}
      failure={
        retry.isError
          ? { title: t('task.retry.failed'), error: retry.error }
          : undefined
      }
      onDismiss={() => retry.reset()}
    />
  );
}
