import Checkbox from '@material-ui/core/Checkbox';
import { makeStyles } from '@material-ui/core/styles';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import TableSortLabel from '@material-ui/core/TableSortLabel';
import { useWords } from '../../useWords';
import type { Sort } from '../TaskListPage/listParams';
import type { Column } from './columns';
import type { Selection } from './useSelection';

/** The order that a click on a column brings first, and the opposite. */
const sortsOf: Partial<Record<Column, readonly [Sort, Sort]>> = {
  name: ['name', '-name'],
  age: ['-createdAt', 'createdAt'],
};

const useStyles = makeStyles(theme => ({
  cell: {
    whiteSpace: 'nowrap',
    padding: theme.spacing(1.25, 1.5),
    // A name that all capitals would make wider than its column.
    textTransform: 'none',
  },
  select: { padding: theme.spacing(0, 0, 0, 0.5), width: 1 },
}));

/** The heads of the columns: those that the list can be sorted by do so. */
export function ColumnHeads(props: {
  columns: readonly Column[];
  selection: Selection;
  sort: Sort;
  onSortChange?: (sort: Sort) => void;
}) {
  const { columns, selection, sort, onSortChange } = props;
  const classes = useStyles();
  const t = useWords();
  const { selected, selectable } = selection;
  const all = selectable.length > 0 && selected.length === selectable.length;
  return (
    <TableHead>
      <TableRow>
        <TableCell className={classes.select}>
          <Checkbox
            size="small"
            color="primary"
            disabled={selectable.length === 0}
            checked={all}
            indeterminate={selected.length > 0 && !all}
            onChange={() => (all ? selection.clear() : selection.selectAll())}
            inputProps={{ 'aria-label': t('taskList.select.all') }}
          />
        </TableCell>
        {columns.map(column => {
          const sorts = onSortChange && sortsOf[column];
          const active = sorts?.includes(sort) ?? false;
          const direction = isAscending(sort, column) ? 'asc' : 'desc';
          return (
            <TableCell
              key={column}
              className={classes.cell}
              sortDirection={active ? direction : undefined}
            >
              {sorts ? (
                <TableSortLabel
                  active={active}
                  direction={active ? direction : 'asc'}
                  onClick={() =>
                    onSortChange(sort === sorts[0] ? sorts[1] : sorts[0])
                  }
                >
                  {t(`taskList.columns.${column}`)}
                </TableSortLabel>
              ) : (
                t(`taskList.columns.${column}`)
              )}
            </TableCell>
          );
        })}
      </TableRow>
    </TableHead>
  );
}

// The oldest task has the greatest age.
function isAscending(sort: Sort, column: Column): boolean {
  return column === 'age' ? sort === '-createdAt' : sort === 'name';
}
