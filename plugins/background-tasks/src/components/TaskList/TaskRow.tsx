import { Link } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type { BackgroundTaskSummary } from '@background-tasks/plugin-background-tasks-common';
import type { ReactNode } from 'react';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import { TaskStatusLabel, TimeAgo } from '../common';
import type { Column } from './columns';
import { SelectTask } from './SelectTask';
import { TaskDuration } from './TaskDuration';
import { TaskProgress } from './TaskProgress';
import { TaskSource } from './TaskSource';
import { TriggerText } from './TriggerText';
import type { Selection } from './useSelection';

const useStyles = makeStyles(theme => ({
  row: { '&:last-child td': { borderBottom: 0 } },
  cell: { padding: theme.spacing(1.25, 1.5), fontWeight: 'normal' },
  select: { padding: theme.spacing(0, 0, 0, 0.5), width: 1 },
  name: { overflowWrap: 'anywhere', minWidth: 160 },
  repository: { overflowWrap: 'anywhere', minWidth: 140 },
  project: { overflowWrap: 'anywhere' },
  progress: { minWidth: 170 },
  narrow: { whiteSpace: 'nowrap' },
}));

/** One task in a table. */
export function TaskRow(props: {
  task: BackgroundTaskSummary;
  columns: readonly Column[];
  selection: Selection;
  /** In ms since 1970. */
  now: number;
}) {
  const { task, columns, selection, now } = props;
  const classes = useStyles();
  const cells: Record<Column, { content: ReactNode; className: string }> = {
    status: {
      content: <TaskStatusLabel status={task.status} />,
      className: classes.narrow,
    },
    name: {
      content: <TaskName task={task} withMore={!columns.includes('project')} />,
      className: classes.name,
    },
    project: { content: task.project, className: classes.project },
    repository: {
      content: <TaskSource task={task} />,
      className: classes.repository,
    },
    trigger: {
      content: <TriggerText trigger={task.trigger} />,
      className: classes.narrow,
    },
    template: { content: task.templateId ?? '–', className: classes.project },
    creator: {
      content: (
        <EntityRefLink entityRef={task.creator} defaultKind="user" hideIcon />
      ),
      className: classes.narrow,
    },
    progress: {
      content: <TaskProgress task={task} />,
      className: classes.progress,
    },
    duration: {
      content: <TaskDuration task={task} now={now} />,
      className: classes.narrow,
    },
    age: {
      content: <TimeAgo time={task.createdAt} />,
      className: classes.narrow,
    },
  };
  return (
    <TableRow hover className={classes.row}>
      <TableCell className={classes.select}>
        <SelectTask task={task} selection={selection} />
      </TableCell>
      {columns.map(column => (
        <TableCell
          key={column}
          className={`${classes.cell} ${cells[column].className}`}
        >
          {cells[column].content}
        </TableCell>
      ))}
    </TableRow>
  );
}

function TaskName(props: { task: BackgroundTaskSummary; withMore: boolean }) {
  const { task, withMore } = props;
  const t = useWords();
  const paths = usePaths();
  return (
    <>
      <Link to={paths.task(task)}>{task.name}</Link>
      {(withMore || task.retryCount > 0) && (
        <Typography component="div" variant="caption" color="textSecondary">
          {withMore && (
            <>
              {task.project} · <TriggerText trigger={task.trigger} />
              {task.templateId && ` · ${task.templateId}`}
            </>
          )}
          {withMore && task.retryCount > 0 && ' · '}
          {task.retryCount > 0 &&
            t('taskList.retries', { count: task.retryCount })}
        </Typography>
      )}
    </>
  );
}
