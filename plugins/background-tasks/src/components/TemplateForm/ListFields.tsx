import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useRef, type ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    border: 0,
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: theme.spacing(2),
    '& > *': { minWidth: 0 },
  },
  legend: { padding: 0, marginBottom: theme.spacing(1) },
  add: { justifySelf: 'start' },
}));

/** Things of one kind that can be added, changed and removed. */
export function ListFields<T extends { id: number }>(props: {
  title: string;
  /** What is said before the first of them. */
  intro: string | undefined;
  items: readonly T[];
  onChange: (items: T[]) => void;
  /** A further one. */
  create: () => T;
  addLabel: string;
  children: (
    item: T,
    index: number,
    ways: { change: (changed: Partial<T>) => void; remove: () => void },
  ) => ReactNode;
}) {
  const { title, intro, items, onChange, create, addLabel, children } = props;
  const classes = useStyles();
  const addButton = useRef<HTMLButtonElement>(null);
  const change = (id: number, changed: Partial<T>) =>
    onChange(
      items.map(item => (item.id === id ? { ...item, ...changed } : item)),
    );
  const remove = (id: number) => {
    onChange(items.filter(item => item.id !== id));
    // What had the focus is gone.
    addButton.current?.focus();
  };
  return (
    <fieldset className={classes.root}>
      <Typography component="legend" variant="h6" className={classes.legend}>
        {title}
      </Typography>
      {intro && (
        <Typography variant="body2" color="textSecondary">
          {intro}
        </Typography>
      )}
      {items.map((item, index) =>
        children(item, index, {
          change: changed => change(item.id, changed),
          remove: () => remove(item.id),
        }),
      )}
      <Button
        ref={addButton}
        className={classes.add}
        variant="outlined"
        onClick={() => onChange([...items, create()])}
      >
        {addLabel}
      </Button>
    </fieldset>
  );
}
