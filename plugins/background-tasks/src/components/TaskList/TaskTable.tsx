import Paper from '@material-ui/core/Paper';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableContainer from '@material-ui/core/TableContainer';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import type { BackgroundTaskSummary } from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../useWords';
import type { Sort } from '../TaskListPage/listParams';
import { ColumnHeads } from './ColumnHeads';
import { allColumns, fewColumns } from './columns';
import { TaskRow } from './TaskRow';
import { useNow } from './useNow';
import type { Selection } from './useSelection';

/** From here on all columns fit beside the portal's sidebar. */
const WIDE = '(min-width: 1560px)';

/** Tasks as a table. */
export function TaskTable(props: {
  tasks: BackgroundTaskSummary[];
  selection: Selection;
  sort: Sort;
  onSortChange?: (sort: Sort) => void;
}) {
  const { tasks, selection, sort, onSortChange } = props;
  const t = useWords();
  const now = useNow();
  const columns = useMediaQuery(WIDE) ? allColumns : fewColumns;
  return (
    <TableContainer component={Paper}>
      <Table aria-label={t('taskList.table')}>
        <ColumnHeads
          columns={columns}
          selection={selection}
          sort={sort}
          onSortChange={onSortChange}
        />
        <TableBody>
          {tasks.map(task => (
            <TaskRow
              key={task.uid}
              task={task}
              columns={columns}
              selection={selection}
              now={now}
            />
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
