import { Link } from '@backstage/core-components';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import type { ReactNode } from 'react';
import { usePaths } from '../../paths';
import { useWords, type Words } from '../../useWords';
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
  const t = useWords();
  return (
    <div className={classes.sections}>
      <Facts task={task} />
      {(task.retryOf || task.retriedBy) && (
        <PanelBoundary title={t('task.notShown.retries')}>
          <RetryChain task={task} />
        </PanelBoundary>
      )}
      {task.runs.length > 0 && (
        <PanelBoundary title={t('task.notShown.runs')}>
          <TaskRuns runs={task.runs} />
        </PanelBoundary>
      )}
      {task.runs.at(-1)?.executor === 'kubernetes' && (
        <PanelBoundary title={t('task.notShown.objects')}>
          <RunObjects key={task.uid} task={task} />
        </PanelBoundary>
      )}
      <PanelBoundary title={t('task.notShown.audit')}>
        <AuditTrail task={task} />
      </PanelBoundary>
    </div>
  );
}

function Facts(props: { task: BackgroundTask }) {
  const { task } = props;
  const classes = useStyles();
  const t = useWords();
  const { change } = task;
  return (
    <Paper
      component="dl"
      className={classes.root}
      aria-label={t('details.label')}
    >
      <Fact label={t('details.instructions')}>
        <Instructions text={task.instructions} />
      </Fact>
      <Fact label={t('details.script')}>
        {task.run && <pre className={classes.code}>{task.run}</pre>}
      </Fact>
      <AgentFacts task={task} />
      <Fact label={t('details.template')}>{task.templateId}</Fact>
      <Fact label={t('details.parameters')}>
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
      <Fact label={t('details.madeBy')}>{madeBy(task, t)}</Fact>
      <Fact label={t('details.baseBranch')}>{task.branch}</Fact>
      <Fact label={t('details.baseCommit')}>{code(change.baseCommit)}</Fact>
      <Fact label={t('details.commit')}>{code(change.headCommit)}</Fact>
      <Fact label={t('details.commitMessage')}>
        {change.commitMessage && (
          <pre className={classes.code}>{change.commitMessage}</pre>
        )}
      </Fact>
      <Fact label={t('details.created')}>
        {task.createdAt && <ExactTime time={task.createdAt} />}
      </Fact>
      <Fact label={t('details.started')}>
        {task.startedAt && <ExactTime time={task.startedAt} />}
      </Fact>
      <Fact label={t('details.ended')}>
        {task.completedAt && <ExactTime time={task.completedAt} />}
      </Fact>
      <Fact label={t('details.timeLimit')}>
        {formatDuration(task.timeoutSeconds * 1000)}
      </Fact>
      <Fact label={t('details.otherPullRequests')}>
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
      <ListFact label={t('details.notChecked')} items={task.uncheckedRules} />
      <ListFact label={t('details.isolation')} items={task.isolation} />
      <Fact label={t('details.id')}>{code(task.uid)}</Fact>
    </Paper>
  );
}

function madeBy({ trigger, onBehalfOf }: BackgroundTask, t: Words): string {
  const parts: string[] = [t(`details.trigger.${trigger.kind}`)];
  if (trigger.ref) parts.push(trigger.ref);
  if (onBehalfOf) parts.push(t('details.onBehalf', { who: onBehalfOf }));
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
