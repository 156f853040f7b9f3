import useMediaQuery from '@material-ui/core/useMediaQuery';
import { useTheme } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import type { ListBackgroundTasksRequest } from '@background-tasks/plugin-background-tasks-common';
import type { ReactNode } from 'react';
import { useBackgroundTasks } from '../../hooks';
import { ErrorNotice } from '../common';
import { ListPages } from './ListPages';
import { TaskCards } from './TaskCards';
import { TaskTable } from './TaskTable';

const PAGE_SIZE = 25;
const SKELETON_ROWS = [1, 2, 3, 4, 5];

/** The tasks that match, a page at a time, as table or, on narrow screens, as cards. */
export function TaskList(props: {
  filter: Omit<ListBackgroundTasksRequest, 'limit' | 'cursor'>;
  /** The cursors of the pages behind the first, up to the one that is shown. */
  cursors: string[];
  onCursorsChange: (cursors: string[]) => void;
  /** What is shown where nothing matches. */
  empty: ReactNode;
}) {
  const { filter, cursors, onCursorsChange, empty } = props;
  const theme = useTheme();
  const narrow = useMediaQuery(theme.breakpoints.down('sm'));
  const tasks = useBackgroundTasks({
    ...filter,
    limit: PAGE_SIZE,
    cursor: cursors.at(-1),
  });

  if (tasks.isPending) return <ListSkeleton />;
  if (tasks.isError && !tasks.data) {
    return (
      <ErrorNotice
        title="The tasks could not be loaded"
        error={tasks.error}
        onRetry={() => tasks.refetch()}
      />
    );
  }
  const { items, nextCursor } = tasks.data;
  if (items.length === 0 && cursors.length === 0) return <>{empty}</>;
  return (
    <>
      {tasks.isError && (
        <ErrorNotice
          title="The list is not up to date"
          error={tasks.error}
          onRetry={() => tasks.refetch()}
        />
      )}
      {narrow ? <TaskCards tasks={items} /> : <TaskTable tasks={items} />}
      {(nextCursor !== null || cursors.length > 0) && (
        <ListPages
          list={tasks.data}
          page={cursors.length}
          pageSize={PAGE_SIZE}
          // What is shown while the next page loads is the page before it.
          loading={tasks.isPlaceholderData}
          onBack={() => onCursorsChange(cursors.slice(0, -1))}
          onNext={next => onCursorsChange([...cursors, next])}
        />
      )}
    </>
  );
}

function ListSkeleton() {
  return (
    <div role="status" aria-label="Loading tasks">
      {SKELETON_ROWS.map(row => (
        <Skeleton key={row} height={56} />
      ))}
    </div>
  );
}
