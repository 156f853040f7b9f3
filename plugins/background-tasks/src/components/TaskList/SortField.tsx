import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { useId } from 'react';
import { useWords } from '../../useWords';
import type { Sort } from '../TaskListPage/listParams';

const sorts = [
  ['-createdAt', 'newest'],
  ['createdAt', 'oldest'],
  ['name', 'name'],
  ['-name', 'nameDescending'],
] as const satisfies readonly (readonly [Sort, string])[];

/** The order of the list, where there are no heads of columns to choose it by. */
export function SortField(props: {
  sort: Sort;
  onChange: (sort: Sort) => void;
}) {
  const { sort, onChange } = props;
  const t = useWords();
  const id = useId();
  return (
    <TextField
      id={id}
      select
      size="small"
      margin="dense"
      variant="outlined"
      label={t('taskList.sort.label')}
      value={sort}
      style={{ minWidth: 180, marginBottom: 12 }}
      onChange={event => {
        const chosen = sorts.find(([value]) => value === event.target.value);
        if (chosen) onChange(chosen[0]);
      }}
    >
      {sorts.map(([value, words]) => (
        <MenuItem key={value} value={value}>
          {t(`taskList.sort.${words}`)}
        </MenuItem>
      ))}
    </TextField>
  );
}
