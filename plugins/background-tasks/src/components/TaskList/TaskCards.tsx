import { Link } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { BackgroundTaskSummary } from '@background-tasks/plugin-background-tasks-common';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import { TaskStatusLabel, TimeAgo } from '../common';
import { SelectTask } from './SelectTask';
import { TaskDuration } from './TaskDuration';
import { TaskProgress } from './TaskProgress';
import { TaskSource } from './TaskSource';
import { TriggerText } from './TriggerText';
import { useNow } from './useNow';
import type { Selection } from './useSelection';

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
    fontFamily: theme.typography.fontFamily,
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
  head: { display: 'flex', alignItems: 'center', gap: theme.spacing(0.5) },
  name: { flex: 1, minWidth: 0, overflowWrap: 'anywhere' },
  // The box stands where the card's text begins.
  select: { margin: theme.spacing(-0.75, 0, -0.75, -1) },
}));

/** Tasks as cards, where a table has no room. */
export function TaskCards(props: {
  tasks: BackgroundTaskSummary[];
  selection: Selection;
}) {
  const classes = useStyles();
  const t = useWords();
  const now = useNow();
  return (
    <ul className={classes.list} aria-label={t('taskList.table')}>
      {props.tasks.map(task => (
        <TaskCard
          key={task.uid}
          task={task}
          selection={props.selection}
          now={now}
        />
      ))}
    </ul>
  );
}

function TaskCard(props: {
  task: BackgroundTaskSummary;
  selection: Selection;
  now: number;
}) {
  const { task, selection, now } = props;
  const classes = useStyles();
  const t = useWords();
  const paths = usePaths();
  return (
    <Paper component="li" className={classes.card}>
      <div className={classes.head}>
        <span className={classes.select}>
          <SelectTask task={task} selection={selection} />
        </span>
        <span className={classes.name}>
          <Link to={paths.task(task)}>{task.name}</Link>
        </span>
        <TaskStatusLabel status={task.status} />
      </div>
      <TaskProgress task={task} />
      <Typography component="div" variant="body2" className={classes.line}>
        <span>{task.project}</span>
        <div>
          <TaskSource task={task} />
        </div>
      </Typography>
      <Typography
        component="div"
        variant="caption"
        color="textSecondary"
        className={classes.line}
      >
        <span>
          <TriggerText trigger={task.trigger} />
          {task.templateId && ` (${task.templateId})`} ·{' '}
          <EntityRefLink entityRef={task.creator} defaultKind="user" hideIcon />
        </span>
        <span>
          {t('taskList.columns.duration')}{' '}
          <TaskDuration task={task} now={now} /> ·{' '}
          <TimeAgo time={task.createdAt} />
        </span>
      </Typography>
    </Paper>
  );
}
