import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import CheckIcon from '@material-ui/icons/Check';
import { statusGroups, type StatusGroup } from './statusGroups';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(2),
    '& > *': { margin: 0 },
  },
}));

/** Chips that choose which tasks are shown, by status. */
export function StatusFilter(props: {
  selected: StatusGroup['id'][];
  onChange: (selected: StatusGroup['id'][]) => void;
}) {
  const { selected, onChange } = props;
  const classes = useStyles();
  const toggle = (id: StatusGroup['id']) =>
    onChange(
      selected.includes(id)
        ? selected.filter(other => other !== id)
        : [...selected, id],
    );
  return (
    <div role="group" aria-label="Filter by status" className={classes.root}>
      <FilterChip
        label="All"
        pressed={selected.length === 0}
        onClick={() => onChange([])}
      />
      {statusGroups.map(group => (
        <FilterChip
          key={group.id}
          label={group.title}
          pressed={selected.includes(group.id)}
          onClick={() => toggle(group.id)}
        />
      ))}
    </div>
  );
}

function FilterChip(props: {
  label: string;
  pressed: boolean;
  onClick: () => void;
}) {
  const { label, pressed, onClick } = props;
  return (
    <Chip
      component="button"
      clickable
      size="small"
      label={label}
      icon={pressed ? <CheckIcon aria-hidden /> : undefined}
      variant={pressed ? 'default' : 'outlined'}
      aria-pressed={pressed}
      onClick={onClick}
    />
  );
}
