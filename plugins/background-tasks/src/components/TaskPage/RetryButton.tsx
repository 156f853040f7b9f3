import {
  toastApiRef,
  useApi,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { useNavigate } from 'react-router-dom';
import { errorMessage } from '../../api';
import { useRetryBackgroundTask } from '../../hooks';
import { taskRouteRef } from '../../routes';

/** Starts a new task like this one and goes to its page. */
export function RetryButton(props: { task: BackgroundTask }) {
  const { task } = props;
  const toastApi = useApi(toastApiRef);
  const navigate = useNavigate();
  const taskPath = useRouteRef(taskRouteRef);
  const retry = useRetryBackgroundTask(task);

  const start = () =>
    retry.mutate(undefined, {
      onSuccess: ({ name }) => {
        const path = taskPath?.({ project: task.project, name });
        if (path) navigate(path);
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
