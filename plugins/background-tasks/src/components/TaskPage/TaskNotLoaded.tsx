import { LinkButton } from '@backstage/core-components';
import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';
import { errorStatus } from '../../api';
import { usePaths } from '../../paths';
import { ErrorNotice } from '../common';

/** Why there is no task to show, and the way on. */
export function TaskNotLoaded(props: {
  taskRef: BackgroundTaskRef;
  error: unknown;
  onRetry: () => void;
}) {
  const { taskRef, error, onRetry } = props;
  const listPath = usePaths().tasks();
  const status = errorStatus(error);
  const hidden = status === 404 || status === 403;
  return (
    <>
      <ErrorNotice
        title={
          hidden
            ? `There is no task '${taskRef.name}' in the project '${taskRef.project}', or you may not see it`
            : 'The task could not be loaded'
        }
        error={error}
        onRetry={hidden ? undefined : onRetry}
      />
      <LinkButton to={listPath} style={{ marginTop: 16 }}>
        To the list of tasks
      </LinkButton>
    </>
  );
}
