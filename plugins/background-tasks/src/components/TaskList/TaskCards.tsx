import { Link } from '@backstage/core-components';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { BackgroundTaskSummary } from '@background-tasks/plugin-background-tasks-common';
import { usePaths } from '../../paths';
import {
  PullRequestLink,
  RepositoryLink,
  TaskStatusLabel,
  TimeAgo,
} from '../common';
import { TaskProgress } from './TaskProgress';

const useStyles = makeStyles(theme => ({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: theme.spacing(1.5),
  },
  card: {
    padding: theme.spacing(1.5),
    display: 'grid',
    gap: theme.spacing(0.75),
  },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: theme.spacing(0.5, 2),
    overflowWrap: 'anywhere',
  },
}));

/** Tasks as cards, where a table has no room. */
export function TaskCards(props: { tasks: BackgroundTaskSummary[] }) {
  const classes = useStyles();
  const paths = usePaths();
  return (
    <ul className={classes.list} aria-label="Background tasks">
      {props.tasks.map(task => (
        <Paper key={task.uid} component="li" className={classes.card}>
          <div className={classes.line}>
            <Link to={paths.task(task)}>{task.name}</Link>
            <TaskStatusLabel status={task.status} />
          </div>
          <TaskProgress task={task} />
          <Typography component="div" variant="body2" className={classes.line}>
            <span>
              {task.project} · <RepositoryLink url={task.repository} />
            </span>
            <span>
              {task.prUrl && (
                <>
                  Pull request <PullRequestLink url={task.prUrl} /> ·{' '}
                </>
              )}
              <TimeAgo time={task.createdAt} />
            </span>
          </Typography>
        </Paper>
      ))}
    </ul>
  );
}
