import { LinkButton } from '@backstage/core-components';
import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';
import { errorStatus } from '../../api';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import { ErrorNotice } from '../common';

/** Why there is no task to show, and the way on. */
export function TaskNotLoaded(props: {
  taskRef: BackgroundTaskRef;
  error: unknown;
  onRetry: () => void;
}) {
  const { taskRef, error, onRetry } = props;
  const t = useWords();
  const listPath = usePaths().tasks();
  const status = errorStatus(error);
  const hidden = status === 404 || status === 403;
  return (
    <>
      <ErrorNotice
        title={
          hidden
            ? t('task.notFound', {
                name: taskRef.name,
                project: taskRef.project,
              })
            : t('task.notLoaded')
        }
        error={error}
        onRetry={hidden ? undefined : onRetry}
      />
      <LinkButton to={listPath} style={{ marginTop: 16 }}>
        {t('task.toList')}
      </LinkButton>
    </>
  );
}
