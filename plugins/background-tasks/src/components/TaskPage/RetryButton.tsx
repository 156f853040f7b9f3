import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { useNavigate } from 'react-router-dom';
import { useRetryBackgroundTask } from '../../hooks';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import { ConfirmButton, useToast } from '../common';

/** Starts a new task like this one once the user has confirmed it, and goes to its page. */
export function RetryButton(props: { task: BackgroundTask }) {
  const { task } = props;
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
  return (
    <ConfirmButton
      label={t(retry.isPending ? 'task.retry.running' : 'task.retry.action')}
      look={{ variant: 'contained', color: 'primary' }}
      busy={retry.isPending}
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
