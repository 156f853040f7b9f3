import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import type { ListProjectsResponse } from '@background-tasks/plugin-background-tasks-common';
import { EmptyState } from '@backstage/core-components';
import Skeleton from '@material-ui/lab/Skeleton';
import { useSearchParams } from 'react-router-dom';
import { useBackgroundTasksProjects } from '../../hooks';
import { usePaths } from '../../paths';
import { ErrorNotice, PageTitle } from '../common';
import { newTaskFromQuery, type NewTask } from './newTask';
import { NewTaskForm } from './NewTaskForm';

/** The form for a new task. */
export function NewTaskPage() {
  const href = usePaths().newTask();
  return (
    <BreadcrumbEntry entry={{ label: 'New task', href }}>
      <PageTitle title="New task" />
      <LoadedForm />
    </BreadcrumbEntry>
  );
}

function LoadedForm() {
  const [query] = useSearchParams();
  const projects = useBackgroundTasksProjects();
  if (projects.isPending) {
    return (
      <div role="status" aria-label="Loading the form">
        <Skeleton height={70} />
        <Skeleton height={70} />
        <Skeleton variant="rect" height={160} />
      </div>
    );
  }
  if (projects.isError) {
    return (
      <ErrorNotice
        title="Your projects could not be loaded"
        error={projects.error}
        onRetry={() => projects.refetch()}
      />
    );
  }
  if (projects.data.items.length === 0) {
    return (
      <EmptyState
        missing="content"
        title="You are in no project"
        description="A task belongs to a project: a group of the catalog that you are a member of, or one that an administrator configures."
      />
    );
  }
  return (
    <NewTaskForm
      choices={projects.data}
      initial={withDefaults(newTaskFromQuery(query), projects.data)}
    />
  );
}

function withDefaults(task: NewTask, choices: ListProjectsResponse): NewTask {
  const { items, providers } = choices;
  const onlyProject = items.length === 1 ? items[0].name : '';
  const known = (list: { id: string }[], id: string) =>
    list.some(item => item.id === id);
  const runnable = providers.filter(provider => provider.available);
  const defaultProvider =
    runnable.find(provider => provider.default)?.id ?? runnable[0]?.id ?? '';
  return {
    ...task,
    project: items.some(item => item.name === task.project)
      ? task.project
      : onlyProject,
    provider: known(providers, task.provider) ? task.provider : defaultProvider,
  };
}
