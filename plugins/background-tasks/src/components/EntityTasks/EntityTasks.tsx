import { stringifyEntityRef } from '@backstage/catalog-model';
import { EmptyState, LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { useState } from 'react';
import { BackgroundTasksQueryProvider } from '../../hooks';
import { newTaskRouteRef } from '../../routes';
import { PageTitle } from '../common';
import { TaskList } from '../TaskList';

/** The tasks of the entity whose page is shown. */
export function EntityTasks() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  return (
    <BackgroundTasksQueryProvider>
      <TasksOfEntity key={entityRef} entityRef={entityRef} />
    </BackgroundTasksQueryProvider>
  );
}

function TasksOfEntity(props: { entityRef: string }) {
  const { entityRef } = props;
  const [cursors, setCursors] = useState<string[]>([]);
  const newTaskPath = useRouteRef(newTaskRouteRef)?.() ?? '';
  const query = new URLSearchParams({ entityRef });
  const newTask = (
    <LinkButton
      to={`${newTaskPath}?${query}`}
      variant="contained"
      color="primary"
    >
      New task
    </LinkButton>
  );
  return (
    <>
      <PageTitle title="Background tasks" actions={newTask} />
      <TaskList
        filter={{ entityRef }}
        cursors={cursors}
        onCursorsChange={setCursors}
        empty={
          <EmptyState
            missing="content"
            title="No background tasks for this component yet"
            description="Describe a change in words with “New task”: you get a pull request that passes the repository's own checks."
          />
        }
      />
    </>
  );
}
