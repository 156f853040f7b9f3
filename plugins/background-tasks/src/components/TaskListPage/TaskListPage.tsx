import { LinkButton } from '@backstage/core-components';
import { usePaths } from '../../paths';
import { PageTitle } from '../common';
import { TaskList } from '../TaskList';
import { NoTasks } from './NoTasks';
import { StatusFilter } from './StatusFilter';
import { useListParams } from './useListParams';

/** The tasks of all of the user's projects. */
export function TaskListPage() {
  const newTaskPath = usePaths().newTask();
  const { groups, statuses, cursors, setGroups, setCursors } = useListParams();
  return (
    <>
      <PageTitle
        title="Tasks"
        actions={
          <LinkButton to={newTaskPath} variant="contained" color="primary">
            New task
          </LinkButton>
        }
      />
      <StatusFilter selected={groups} onChange={setGroups} />
      <TaskList
        filter={statuses.length > 0 ? { status: statuses } : {}}
        cursors={cursors}
        onCursorsChange={setCursors}
        empty={
          <NoTasks
            filtered={groups.length > 0}
            onClearFilter={() => setGroups([])}
            newTaskPath={newTaskPath}
          />
        }
      />
    </>
  );
}
