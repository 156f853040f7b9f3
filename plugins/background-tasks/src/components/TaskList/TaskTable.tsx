import { Link } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import type { BackgroundTaskSummary } from '@background-tasks/plugin-background-tasks-common';
import { usePaths } from '../../paths';
import {
  PullRequestLink,
  RepositoryLink,
  TaskStatusLabel,
  TimeAgo,
} from '../common';
import { TaskProgress } from './TaskProgress';

const COLUMNS = [
  'Status',
  'Name',
  'Project',
  'Repository',
  'Creator',
  'Progress',
  'Created',
  'Pull request',
];

const useStyles = makeStyles(theme => ({
  head: { whiteSpace: 'nowrap' },
  name: { overflowWrap: 'anywhere', minWidth: 140 },
  progress: { minWidth: 190 },
  nowrap: { whiteSpace: 'nowrap' },
  row: { '&:last-child td': { borderBottom: 0 } },
  cell: { padding: theme.spacing(1.25, 1.5) },
}));

/** Tasks as a table. */
export function TaskTable(props: { tasks: BackgroundTaskSummary[] }) {
  const classes = useStyles();
  return (
    <TableContainer component={Paper}>
      <Table aria-label="Background tasks">
        <TableHead>
          <TableRow>
            {COLUMNS.map(column => (
              <TableCell
                key={column}
                className={`${classes.cell} ${classes.head}`}
              >
                {column}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {props.tasks.map(task => (
            <TaskRow key={task.uid} task={task} />
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

function TaskRow(props: { task: BackgroundTaskSummary }) {
  const { task } = props;
  const classes = useStyles();
  const paths = usePaths();
  return (
    <TableRow hover className={classes.row}>
      <TableCell className={classes.cell}>
        <TaskStatusLabel status={task.status} />
      </TableCell>
      <TableCell className={`${classes.cell} ${classes.name}`}>
        <Link to={paths.task(task)}>{task.name}</Link>
      </TableCell>
      <TableCell className={`${classes.cell} ${classes.nowrap}`}>
        {task.project}
      </TableCell>
      <TableCell className={classes.cell}>
        <RepositoryLink url={task.repository} />
      </TableCell>
      <TableCell className={`${classes.cell} ${classes.nowrap}`}>
        <EntityRefLink entityRef={task.creator} defaultKind="user" hideIcon />
      </TableCell>
      <TableCell className={`${classes.cell} ${classes.progress}`}>
        <TaskProgress task={task} />
      </TableCell>
      <TableCell className={`${classes.cell} ${classes.nowrap}`}>
        <TimeAgo time={task.createdAt} />
      </TableCell>
      <TableCell className={classes.cell}>
        <PullRequestLink url={task.prUrl} />
      </TableCell>
    </TableRow>
  );
}
