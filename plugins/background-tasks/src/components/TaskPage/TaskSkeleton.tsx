import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import { useWords } from '../../useWords';

const PHASES = 7;
const TABS = 5;

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(2) },
  phases: { padding: theme.spacing(2) },
  row: { display: 'flex', gap: theme.spacing(2), '& > *': { flex: 1 } },
}));

/** The shape of a task's page while it loads. */
export function TaskSkeleton() {
  const classes = useStyles();
  const t = useWords();
  return (
    <div role="status" aria-label={t('task.loading')} className={classes.root}>
      <div>
        <Skeleton height={48} width="50%" />
        <Skeleton height={24} width="75%" />
        <Skeleton height={24} width="60%" />
      </div>
      <Paper className={classes.phases}>
        <div className={classes.row}>
          {Array.from({ length: PHASES }, (_, index) => (
            <Skeleton key={index} height={44} />
          ))}
        </div>
        <Skeleton height={14} />
        <Skeleton height={22} width="30%" />
      </Paper>
      <div className={classes.row}>
        {Array.from({ length: TABS }, (_, index) => (
          <Skeleton key={index} height={48} />
        ))}
      </div>
      <Skeleton variant="rect" height={360} />
    </div>
  );
}
