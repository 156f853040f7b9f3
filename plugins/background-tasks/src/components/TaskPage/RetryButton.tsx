import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { useNavigate } from 'react-router-dom';
import { errorMessage } from '../../api';
import { useRetryBackgroundTask } from '../../hooks';
import { usePaths } from '../../paths';

/** Starts a new task like this one and goes to its page. */
export function RetryButton(props: { task: BackgroundTask }) {
  const { task } = props;
  const toastApi = useApi(toastApiRef);
  const navigate = useNavigate();
  const paths = usePaths();
  const retry = useRetryBackgroundTask(task);

  const start = () =>
    retry.mutate(undefined, {
      onSuccess: ({ name }) => {
        navigate(paths.task({ project: task.project, name }));
      },
      onError: error =>
        toastApi.post({
          title: 'The task could not be retried',
          description: errorMessage(error),
          status: 'danger',
        }),
    });

  return (
    <Button
      variant="contained"
      color="primary"
      onClick={start}
      disabled={retry.isPending}
    >
      {retry.isPending ? 'Retrying…' : 'Retry'}
    </Button>
  );
}
