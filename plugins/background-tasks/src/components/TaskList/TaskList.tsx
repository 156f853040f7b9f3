import useMediaQuery from '@material-ui/core/useMediaQuery';
import { useTheme } from '@material-ui/core/styles';
import TablePagination from '@material-ui/core/TablePagination';
import Skeleton from '@material-ui/lab/Skeleton';
import type { ListBackgroundTasksRequest } from '@background-tasks/plugin-background-tasks-common';
import type { ReactNode } from 'react';
import { useBackgroundTasks } from '../../hooks';
import { ErrorNotice } from '../common';
import { TaskCards } from './TaskCards';
import { TaskTable } from './TaskTable';

const PAGE_SIZE = 25;
const SKELETON_ROWS = [1, 2, 3, 4, 5];

/** The tasks that match, a page at a time, as table or, on narrow screens, as cards. */
export function TaskList(props: {
  filter: Omit<ListBackgroundTasksRequest, 'limit' | 'offset'>;
  /** Counted from 0. */
  page: number;
  onPageChange: (page: number) => void;
  /** What is shown where nothing matches. */
  empty: ReactNode;
}) {
  const { filter, page, onPageChange, empty } = props;
  const theme = useTheme();
  const narrow = useMediaQuery(theme.breakpoints.down('sm'));
  const tasks = useBackgroundTasks({
    ...filter,
    limit: PAGE_SIZE,
    offset: page * PAGE_SIZE,
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
  const { items, total } = tasks.data;
  if (items.length === 0 && page === 0) return <>{empty}</>;
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
      {(total > PAGE_SIZE || page > 0) && (
        <TablePagination
          component="nav"
          aria-label="Pages of the list"
          count={total}
          page={page}
          rowsPerPage={PAGE_SIZE}
          rowsPerPageOptions={[PAGE_SIZE]}
          onPageChange={(_event, next) => onPageChange(next)}
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
