import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { TaskTemplate } from '@background-tasks/plugin-background-tasks-common';
import { useBackgroundTasks } from '../../hooks';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import {
  ErrorNotice,
  PullRequestLink,
  RepositoryLink,
  TaskStatusLabel,
  TimeAgo,
} from '../common';
import { SuccessRate } from '../TemplatesPage/SuccessRate';
import { useTasksOfTemplate } from '../TemplatesPage/useTasksOfTemplate';

const SHOWN = 5;

const useStyles = makeStyles(theme => ({
  root: {
    marginTop: theme.spacing(3),
    fontFamily: theme.typography.fontFamily,
  },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 3),
  },
  list: { listStyle: 'none', padding: 0, margin: theme.spacing(1, 0) },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 2),
    padding: theme.spacing(1, 0),
    borderBottom: `1px solid ${theme.palette.divider}`,
    overflowWrap: 'anywhere',
  },
}));

/** Where a template is used: its latest tasks, how many succeeded, and the way to all of them. */
export function TemplateTasks(props: { template: TaskTemplate }) {
  const { template } = props;
  const classes = useStyles();
  const t = useWords();
  const tasksOf = useTasksOfTemplate();
  const { tasks } = template.statistics;
  return (
    <section
      className={classes.root}
      aria-label={t('templates.tasksPanel.title')}
    >
      <Typography component="h3" variant="h6">
        {t('templates.tasksPanel.title')}
      </Typography>
      {tasks === 0 ? (
        <Typography>{t('templates.tasksPanel.none')}</Typography>
      ) : (
        <>
          <div className={classes.line}>
            <SuccessRate statistics={template.statistics} />
            <Link to={tasksOf(template)}>
              {t('templates.tasksPanel.all', { count: tasks })}
            </Link>
          </div>
          <LatestTasks template={template} />
        </>
      )}
    </section>
  );
}

function LatestTasks(props: { template: TaskTemplate }) {
  const classes = useStyles();
  const t = useWords();
  const paths = usePaths();
  const { project, name } = props.template;
  const latest = useBackgroundTasks({ project, template: name, limit: SHOWN });
  if (latest.isError) {
    return (
      <ErrorNotice
        title={t('templates.tasksPanel.notLoaded')}
        error={latest.error}
        onRetry={() => latest.refetch()}
      />
    );
  }
  return (
    <ul className={classes.list} aria-label={t('templates.tasksPanel.latest')}>
      {latest.data?.items.map(task => (
        <li key={task.uid} className={classes.item}>
          <TaskStatusLabel status={task.status} />
          <Link to={paths.task(task)}>{task.name}</Link>
          <RepositoryLink url={task.repository} />
          {task.prUrl && <PullRequestLink url={task.prUrl} />}
          <TimeAgo time={task.createdAt} />
        </li>
      ))}
    </ul>
  );
}
