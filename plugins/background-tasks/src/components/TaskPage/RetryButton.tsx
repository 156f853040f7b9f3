import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { useNavigate } from 'react-router-dom';
import { useRetryBackgroundTask } from '../../hooks';
import { usePaths } from '../../paths';
import { ConfirmButton } from './ConfirmButton';

/** Starts a new task like this one once the user has confirmed it, and goes to its page. */
export function RetryButton(props: { task: BackgroundTask }) {
  const { task } = props;
  const navigate = useNavigate();
  const paths = usePaths();
  const retry = useRetryBackgroundTask(task);
  const start = () =>
    retry.mutate(undefined, {
      onSuccess: ({ name }) =>
        navigate(paths.task({ project: task.project, name })),
    });
  return (
    <ConfirmButton
      label={retry.isPending ? 'Retrying…' : 'Retry'}
      look={{ variant: 'contained', color: 'primary' }}
      disabled={retry.isPending}
      question={{
        title: `Retry ${task.name}?`,
        text: 'A new task with the same instructions starts from the branch as it is now, with a budget of its own. This one stays as it is.',
        yes: 'Start the retry',
        no: 'Not now',
      }}
      onConfirm={start}
      failure={
        retry.isError
          ? { title: 'The task could not be retried', error: retry.error }
          : undefined
      }
      onDismiss={() => retry.reset()}
    />
  );
}
