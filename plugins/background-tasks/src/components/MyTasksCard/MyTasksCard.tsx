import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import type { BackgroundTaskSummary } from '@background-tasks/plugin-background-tasks-common';
import { BackgroundTasksQueryProvider, useBackgroundTasks } from '../../hooks';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import {
  ErrorNotice,
  NewTaskButton,
  PanelBoundary,
  PullRequestLink,
  TaskStatusLabel,
  TimeAgo,
} from '../common';

const SHOWN = 5;

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1.5),
    padding: theme.spacing(1, 0),
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
  ways: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
    marginTop: theme.spacing(1),
  },
}));

/** The last tasks of the user, for the home page. */
export function MyTasksCard() {
  const classes = useStyles();
  const t = useWords();
  const paths = usePaths();
  return (
    <BackgroundTasksQueryProvider>
      <PanelBoundary title={t('home.notShown')}>
        <MyTasks />
      </PanelBoundary>
      <div className={classes.ways}>
        <Link to={`${paths.tasks()}?scope=mine`}>{t('home.all')}</Link>
        <NewTaskButton variant="text">{t('home.newTask')}</NewTaskButton>
      </div>
    </BackgroundTasksQueryProvider>
  );
}

function MyTasks() {
  const classes = useStyles();
  const t = useWords();
  const tasks = useBackgroundTasks({ scope: 'mine', limit: SHOWN });
  if (tasks.isPending) return <Skeleton variant="rect" height={160} />;
  if (tasks.isError) {
    return (
      <ErrorNotice
        title={t('home.failed')}
        error={tasks.error}
        onRetry={() => tasks.refetch()}
      />
    );
  }
  if (tasks.data.items.length === 0) return <p>{t('home.none')}</p>;
  return (
    <ul className={classes.list}>
      {tasks.data.items.map(task => (
        <MyTask key={task.uid} task={task} />
      ))}
    </ul>
  );
}

function MyTask(props: { task: BackgroundTaskSummary }) {
  const { task } = props;
  const classes = useStyles();
  const paths = usePaths();
  return (
    <li className={classes.item}>
      <Link to={paths.task(task)}>{task.name}</Link>
      <TaskStatusLabel status={task.status} />
      <TimeAgo time={task.createdAt} />
      {task.prUrl && <PullRequestLink url={task.prUrl} />}
    </li>
  );
}
