import type { TaskCounts } from '@background-tasks/plugin-background-tasks-common';
import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import CheckIcon from '@material-ui/icons/Check';
import { useWords, type Words } from '../../useWords';
import { countOf, statusGroups, type StatusGroup } from './statusGroups';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(2),
    '& > *': { margin: 0 },
  },
}));

/** Chips that choose which tasks are shown, by status, and say how many there are. */
export function StatusFilter(props: {
  selected: StatusGroup['id'][];
  /** Undefined until they are known. */
  counts: TaskCounts | undefined;
  onChange: (selected: StatusGroup['id'][]) => void;
}) {
  const { selected, counts, onChange } = props;
  const classes = useStyles();
  const t = useWords();
  const toggle = (id: StatusGroup['id']) =>
    onChange(
      selected.includes(id)
        ? selected.filter(other => other !== id)
        : [...selected, id],
    );
  return (
    <div
      role="group"
      aria-label={t('taskList.status.label')}
      className={classes.root}
    >
      <FilterChip
        label={t('taskList.status.all')}
        pressed={selected.length === 0}
        onClick={() => onChange([])}
      />
      {statusGroups.map(group => (
        <FilterChip
          key={group.id}
          label={t(`taskList.status.${group.id}`)}
          count={counts && countText(counts, group, t)}
          pressed={selected.includes(group.id)}
          onClick={() => toggle(group.id)}
        />
      ))}
    </div>
  );
}

function countText(counts: TaskCounts, { statuses }: StatusGroup, t: Words) {
  const { count, isExact } = countOf(counts, statuses);
  return isExact
    ? count.toLocaleString()
    : t('taskList.status.many', { number: count.toLocaleString() });
}

function FilterChip(props: {
  label: string;
  count?: string;
  pressed: boolean;
  onClick: () => void;
}) {
  const { label, count, pressed, onClick } = props;
  return (
    <Chip
      component="button"
      clickable
      size="small"
      label={count === undefined ? label : `${label} ${count}`}
      icon={pressed ? <CheckIcon aria-hidden /> : undefined}
      variant={pressed ? 'default' : 'outlined'}
      aria-pressed={pressed}
      onClick={onClick}
    />
  );
}
