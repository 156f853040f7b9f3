import { EmptyState } from '@backstage/core-components';
import {
  BreadcrumbEntry,
  identityApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import Skeleton from '@material-ui/lab/Skeleton';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useBackgroundTasksProjects } from '../../hooks';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import { ErrorNotice, PageTitle } from '../common';
import { newTaskFromQuery } from './newTask';
import { NewTaskForm } from './NewTaskForm';

/** The form for a new task. */
export function NewTaskPage() {
  const t = useWords();
  const href = usePaths().newTask();
  return (
    <BreadcrumbEntry entry={{ label: t('newTask.title'), href }}>
      <PageTitle title={t('newTask.title')} />
      <LoadedForm />
    </BreadcrumbEntry>
  );
}

function LoadedForm() {
  const t = useWords();
  const [query] = useSearchParams();
  // What the form was opened with: it does not follow the address afterwards.
  const [initial] = useState(() => newTaskFromQuery(query));
  const projects = useBackgroundTasksProjects();
  const user = useUser();
  if (projects.isPending || user.isPending) return <FormSkeleton />;
  if (projects.isError) {
    return (
      <ErrorNotice
        title={t('newTask.noProjects.notLoaded')}
        error={projects.error}
        onRetry={() => projects.refetch()}
      />
    );
  }
  const { items } = projects.data;
  if (items.length === 0) {
    return (
      <EmptyState
        missing="content"
        title={t('newTask.noProjects.title')}
        description={t('newTask.noProjects.text')}
      />
    );
  }
  if (items.every(({ may }) => !may.create)) {
    return (
      <EmptyState
        missing="content"
        title={t('newTask.notAllowed.title')}
        description={t('newTask.notAllowed.text')}
      />
    );
  }
  return (
    <NewTaskForm
      choices={projects.data}
      initial={initial}
      query={query.toString()}
      user={user.data ?? ''}
    />
  );
}

function useUser() {
  const identityApi = useApi(identityApiRef);
  return useQuery({
    queryKey: ['background-tasks', 'user'],
    queryFn: async () => {
      const { userEntityRef } = await identityApi.getBackstageIdentity();
      return userEntityRef;
    },
    staleTime: Infinity,
  });
}

function FormSkeleton() {
  const t = useWords();
  return (
    <div role="status" aria-label={t('newTask.loading')}>
      <Skeleton variant="rect" height={220} style={{ marginBottom: 20 }} />
      <Skeleton variant="rect" height={260} style={{ marginBottom: 20 }} />
      <Skeleton variant="rect" height={180} />
    </div>
  );
}
