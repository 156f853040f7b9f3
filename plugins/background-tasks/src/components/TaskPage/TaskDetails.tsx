import { Link } from '@backstage/core-components';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type {
  BackgroundTask,
  TaskTrigger,
} from '@background-tasks/plugin-background-tasks-common';
import type { ReactNode } from 'react';
import { usePaths } from '../../paths';
import { formatDuration, PanelBoundary, PullRequestLink } from '../common';
import { AgentFacts } from './AgentFacts';
import { AuditTrail } from './AuditTrail';
import { ExactTime } from './ExactTime';
import { Fact, ListFact } from './Fact';
import { Instructions } from './Instructions';
import { RetryChain } from './RetryChain';
import { RunObjects } from './RunObjects';
import { TaskRuns } from './TaskRuns';

const useStyles = makeStyles(theme => ({
  root: {
    margin: 0,
    padding: theme.spacing(2),
    display: 'grid',
    gridTemplateColumns: 'minmax(120px, max-content) 1fr',
    gap: theme.spacing(1.25, 3),
    [theme.breakpoints.down('xs')]: {
      gridTemplateColumns: '1fr',
      gap: theme.spacing(0.25),
    },
    '& dt': { color: theme.palette.text.secondary },
    '& dd': {
      margin: 0,
      minWidth: 0,
      overflowWrap: 'anywhere',
      [theme.breakpoints.down('xs')]: { marginBottom: theme.spacing(1.5) },
    },
    '& ul': { margin: 0, paddingLeft: theme.spacing(2.5) },
  },
  sections: {
    display: 'grid',
    gap: theme.spacing(2),
    '& > *': { minWidth: 0 },
  },
  code: { margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
}));

/** All that is known of a task beyond its result. */
export function TaskDetails(props: { task: BackgroundTask }) {
  const { task } = props;
  const classes = useStyles();
  return (
    <div className={classes.sections}>
      <Facts task={task} />
      {(task.retryOf || task.retriedBy) && (
        <PanelBoundary name="chain of retries">
          <RetryChain task={task} />
        </PanelBoundary>
      )}
      {task.runs.length > 0 && <TaskRuns runs={task.runs} />}
      {task.runs.at(-1)?.executor === 'kubernetes' && (
        <PanelBoundary name="list of Kubernetes objects">
          <RunObjects key={task.uid} task={task} />
        </PanelBoundary>
      )}
      <PanelBoundary name="audit trail">
        <AuditTrail task={task} />
      </PanelBoundary>
    </div>
  );
}

function Facts(props: { task: BackgroundTask }) {
  const { task } = props;
  const classes = useStyles();
  const { change } = task;
  return (
    <Paper component="dl" className={classes.root} aria-label="Details">
      <Fact label="Instructions">
        <Instructions text={task.instructions} />
      </Fact>
      <Fact label="Script">
        {task.run && <pre className={classes.code}>{task.run}</pre>}
      </Fact>
      <AgentFacts task={task} />
      <Fact label="Template">{task.templateId}</Fact>
      <Fact label="Parameters">
        {task.parameters && (
          <ul>
            {Object.entries(task.parameters).map(([name, value]) => (
              <li key={name}>
                {name}: <code>{String(value)}</code>
              </li>
            ))}
          </ul>
        )}
      </Fact>
      <Fact label="Made by">{madeBy(task)}</Fact>
      <Fact label="Base branch">{task.branch}</Fact>
      <Fact label="Base commit">{code(change.baseCommit)}</Fact>
      <Fact label="Commit">{code(change.headCommit)}</Fact>
      <Fact label="Commit message">
        {change.commitMessage && (
          <pre className={classes.code}>{change.commitMessage}</pre>
        )}
      </Fact>
      <Fact label="Created">
        {task.createdAt && <ExactTime time={task.createdAt} />}
      </Fact>
      <Fact label="Started">
        {task.startedAt && <ExactTime time={task.startedAt} />}
      </Fact>
      <Fact label="Ended">
        {task.completedAt && <ExactTime time={task.completedAt} />}
      </Fact>
      <Fact label="Time limit">
        {formatDuration(task.timeoutSeconds * 1000)}
      </Fact>
      <Fact label="Other open pull requests">
        {task.openPullRequests.length > 0 && (
          <ul>
            {task.openPullRequests.map(other => (
              <li key={other.prUrl}>
                <TaskLink project={other.project} name={other.name} />:{' '}
                <PullRequestLink url={other.prUrl} />
              </li>
            ))}
          </ul>
        )}
      </Fact>
      <ListFact label="Not checked" items={task.uncheckedRules} />
      <ListFact label="Isolation" items={task.isolation} />
      <Fact label="Id">{code(task.uid)}</Fact>
    </Paper>
  );
}

const triggers: Record<TaskTrigger['kind'], string> = {
  user: 'A person',
  template: 'A template',
  scaffolder: 'The scaffolder',
  schedule: 'A schedule',
  issue: 'An issue',
  api: 'The API',
};

function madeBy({ trigger, onBehalfOf }: BackgroundTask): string {
  const parts = [triggers[trigger.kind]];
  if (trigger.ref) parts.push(trigger.ref);
  if (onBehalfOf) parts.push(`${onBehalfOf} on the creator's behalf`);
  return parts.join(', ');
}

function TaskLink(props: { project: string; name: string }) {
  const paths = usePaths();
  const { project, name } = props;
  return <Link to={paths.task({ project, name })}>{name}</Link>;
}

function code(text: string | null): ReactNode {
  return text && <code>{text}</code>;
}
