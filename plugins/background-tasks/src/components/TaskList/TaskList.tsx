import useMediaQuery from '@material-ui/core/useMediaQuery';
import { useTheme } from '@material-ui/core/styles';
import type { ListBackgroundTasksRequest } from '@background-tasks/plugin-background-tasks-common';
import type { ReactNode } from 'react';
import { useBackgroundTasks } from '../../hooks';
import { useWords } from '../../useWords';
import { ErrorNotice, useVisuallyHidden } from '../common';
import type { Sort } from '../TaskListPage/listParams';
import { ListPages } from './ListPages';
import { ListSkeleton } from './ListSkeleton';
import { SelectionBar } from './SelectionBar';
import { SortField } from './SortField';
import { TaskCards } from './TaskCards';
import { TaskTable } from './TaskTable';
import { useSelection } from './useSelection';

const PAGE_SIZE = 25;

/** The tasks that match, a page at a time, as table or, on narrow screens, as cards. */
export function TaskList(props: {
  filter: Omit<ListBackgroundTasksRequest, 'limit' | 'cursor'>;
  /** The cursors of the pages behind the first, up to the one that is shown. */
  cursors: string[];
  onCursorsChange: (cursors: string[]) => void;
  /** Left out where the order cannot be chosen. */
  onSortChange?: (sort: Sort) => void;
  /** What is shown where nothing matches. */
  empty: ReactNode;
}) {
  const { filter, cursors, onCursorsChange, onSortChange, empty } = props;
  const { sort = '-createdAt' } = filter;
  const t = useWords();
  const theme = useTheme();
  const hidden = useVisuallyHidden();
  const narrow = useMediaQuery(theme.breakpoints.down('sm'));
  const tasks = useBackgroundTasks({
    ...filter,
    limit: PAGE_SIZE,
    cursor: cursors.at(-1),
  });
  const items = tasks.data?.items ?? [];
  const selection = useSelection(items);
  if (tasks.isPending) return <ListSkeleton narrow={narrow} />;
  if (tasks.isError && !tasks.data) {
    return (
      <ErrorNotice
        title={t('taskList.notLoaded')}
        error={tasks.error}
        onRetry={() => tasks.refetch()}
      />
    );
  }
  const { nextCursor, total } = tasks.data;
  const isEmpty = items.length === 0 && cursors.length === 0;
  return (
    <>
      <div role="status" className={hidden}>
        {t('taskList.found', { count: total })}
      </div>
      {tasks.isError && (
        <ErrorNotice
          title={t('taskList.notFresh')}
          error={tasks.error}
          onRetry={() => tasks.refetch()}
        />
      )}
      {isEmpty && empty}
      {!isEmpty && narrow && onSortChange && (
        <SortField sort={sort} onChange={onSortChange} />
      )}
      <SelectionBar selection={selection} />
      {!isEmpty &&
        (narrow ? (
          <TaskCards tasks={items} selection={selection} />
        ) : (
          <TaskTable
            tasks={items}
            selection={selection}
            sort={sort}
            onSortChange={onSortChange}
          />
        ))}
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
