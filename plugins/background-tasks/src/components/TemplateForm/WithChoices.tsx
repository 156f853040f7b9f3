import Skeleton from '@material-ui/lab/Skeleton';
import type { ListProjectsResponse } from '@background-tasks/plugin-background-tasks-common';
import type { ReactNode } from 'react';
import { useBackgroundTasksProjects } from '../../hooks';
import { ErrorNotice } from '../common';

/** Shows a form once it is known what can be chosen in it. */
export function WithChoices(props: {
  children: (choices: ListProjectsResponse) => ReactNode;
}) {
  const projects = useBackgroundTasksProjects();
  if (projects.data) return <>{props.children(projects.data)}</>;
  if (projects.isError) {
    return (
      <ErrorNotice
        title="Your projects could not be loaded"
        error={projects.error}
        onRetry={() => projects.refetch()}
      />
    );
  }
  return <FormSkeleton />;
}

/** The shape of the form before it is there. */
export function FormSkeleton() {
  return (
    <div role="status" aria-label="Loading the form">
      <Skeleton height={70} />
      <Skeleton height={70} />
      <Skeleton variant="rect" height={160} />
    </div>
  );
}
