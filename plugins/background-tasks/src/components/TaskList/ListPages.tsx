import TablePagination from '@material-ui/core/TablePagination';
import type { ListBackgroundTasksResponse } from '@background-tasks/plugin-background-tasks-common';

/** Which part of a list is shown, and the way to the pages beside it. */
export function ListPages(props: {
  /** The page that is shown. */
  list: ListBackgroundTasksResponse;
  /** Counted from 0. */
  page: number;
  pageSize: number;
  loading: boolean;
  onBack: () => void;
  onNext: (cursor: string) => void;
}) {
  const { list, page, pageSize, loading, onBack, onNext } = props;
  const { items, total, totalIsExact, nextCursor } = list;
  const first = page * pageSize + 1;
  const last = page * pageSize + items.length;
  const of = totalIsExact ? String(total) : `more than ${total}`;
  return (
    <TablePagination
      component="nav"
      aria-label="Pages of the list"
      // Beyond what is counted, only the cursor knows whether there is more.
      count={-1}
      page={page}
      rowsPerPage={pageSize}
      rowsPerPageOptions={[pageSize]}
      labelDisplayedRows={() =>
        items.length > 0 ? `${first}–${last} of ${of}` : `None left of ${of}`
      }
      nextIconButtonProps={{ disabled: loading || nextCursor === null }}
      onPageChange={(_event, next) => {
        if (next < page) onBack();
        else if (nextCursor !== null) onNext(nextCursor);
      }}
    />
  );
}
