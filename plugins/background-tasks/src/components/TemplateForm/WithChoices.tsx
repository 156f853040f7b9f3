import Skeleton from '@material-ui/lab/Skeleton';
import type { ListProjectsResponse } from '@background-tasks/plugin-background-tasks-common';
import type { ReactNode } from 'react';
import { useBackgroundTasksProjects } from '../../hooks';
import { useWords } from '../../useWords';
import { ErrorNotice } from '../common';

/** Shows a form once it is known what can be chosen in it. */
export function WithChoices(props: {
  children: (choices: ListProjectsResponse) => ReactNode;
}) {
  const t = useWords();
  const projects = useBackgroundTasksProjects();
  if (projects.data) return <>{props.children(projects.data)}</>;
  if (projects.isError) {
    return (
      <ErrorNotice
        title={t('templateForm.projectsNotLoaded')}
        error={projects.error}
        onRetry={() => projects.refetch()}
      />
    );
  }
  return <FormSkeleton />;
}

/** The shape of the form before it is there. */
export function FormSkeleton() {
  const t = useWords();
  return (
    <div role="status" aria-label={t('templateForm.loading')}>
      <Skeleton height={70} />
      <Skeleton height={70} />
      <Skeleton variant="rect" height={160} />
    </div>
  );
}
