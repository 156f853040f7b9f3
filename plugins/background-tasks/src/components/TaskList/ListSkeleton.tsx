import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import { useWords } from '../../useWords';

const ROWS = [1, 2, 3, 4, 5];

const useStyles = makeStyles(theme => ({
  table: { padding: theme.spacing(1, 2) },
  row: {
    display: 'grid',
    gridTemplateColumns: '90px 2fr 1.5fr 1fr 2fr 80px 80px',
    gap: theme.spacing(3),
    padding: theme.spacing(1.25, 0),
  },
  card: { padding: theme.spacing(1.5), marginBottom: theme.spacing(1.5) },
}));

/** The list's shape while it loads. */
export function ListSkeleton(props: { narrow: boolean }) {
  const classes = useStyles();
  const t = useWords();
  return (
    <div role="status" aria-label={t('taskList.loading')}>
      {props.narrow ? (
        ROWS.map(row => (
          <Paper key={row} className={classes.card}>
            <Skeleton width="60%" />
            <Skeleton />
            <Skeleton width="80%" />
          </Paper>
        ))
      ) : (
        <Paper className={classes.table}>
          {ROWS.map(row => (
            <div key={row} className={classes.row}>
              {[0, 1, 2, 3, 4, 5, 6].map(cell => (
                <Skeleton key={cell} height={28} />
              ))}
            </div>
          ))}
        </Paper>
      )}
    </div>
  );
}
