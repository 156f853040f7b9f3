import { LinkButton } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import {
  formatCost,
  PageTitle,
  RepositoryLink,
  TaskStatusLabel,
  TimeAgo,
  useVisuallyHidden,
} from '../common';
import { MakeTemplateButton } from '../TemplatePage/MakeTemplateButton';
import { CancelButton } from './CancelButton';
import { RetryButton } from './RetryButton';

const useStyles = makeStyles(theme => ({
  actions: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
  what: {
    margin: theme.spacing(1, 0, 0),
    overflowWrap: 'anywhere',
    display: '-webkit-box',
    WebkitLineClamp: 3,
    WebkitBoxOrient: 'vertical',
    overflow: 'hidden',
  },
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 3),
    '& > *': { display: 'inline-flex', alignItems: 'center', gap: 4 },
  },
}));

/** What, who, where and how far, and what can be done now. */
export function TaskHeader(props: { task: BackgroundTask }) {
  const { task } = props;
  const classes = useStyles();
  return (
    <header>
      <PageTitle
        title={task.name}
        actions={
          <div className={classes.actions}>
            {task.prUrl && <PullRequestButton url={task.prUrl} />}
            {task.can.cancel && <CancelButton task={task} />}
            {task.can.retry && <RetryButton task={task} />}
            <MakeTemplateButton task={task} />
          </div>
        }
      />
      <Typography component="div" variant="body2" className={classes.facts}>
        <TaskStatusLabel status={task.status} />
        <span>
          by <EntityRefLink entityRef={task.creator} defaultKind="user" />
        </span>
        <RepositoryLink url={task.repository} />
        {task.entityRef && (
          <span>
            for <EntityRefLink entityRef={task.entityRef} />
          </span>
        )}
        <span>Project {task.project}</span>
        {task.run === null && <AgentNote task={task} />}
        <TimeAgo time={task.createdAt} />
      </Typography>
      <Typography variant="body1" className={classes.what}>
        {task.instructions}
      </Typography>
      <StatusAnnouncement task={task} />
    </header>
  );
}

function AgentNote(props: { task: BackgroundTask }) {
  const { provider, model, change, usage } = props.task;
  const used = change.model ?? model;
  const tokens = usage.inputTokens + usage.outputTokens;
  return (
    <>
      <span>
        Agent {provider}
        {used && `, ${used}`}
      </span>
      {tokens > 0 && (
        <span>
          {tokens.toLocaleString()} tokens, {formatCost(usage.costUsd)}
        </span>
      )}
      {change.repairRounds > 0 && (
        <span>
          {change.repairRounds} repair{' '}
          {change.repairRounds === 1 ? 'round' : 'rounds'}
        </span>
      )}
    </>
  );
}

function PullRequestButton(props: { url: string }) {
  if (!/^https?:\/\//i.test(props.url)) return null;
  return (
    <LinkButton
      to={props.url}
      target="_blank"
      rel="noopener noreferrer"
      variant="contained"
      color="primary"
    >
      Open pull request
    </LinkButton>
  );
}

// Tells those who cannot see it that the status changed; the log would be far too much.
function StatusAnnouncement(props: { task: BackgroundTask }) {
  const { task } = props;
  const hidden = useVisuallyHidden();
  return (
    <div className={hidden} role="status" aria-live="polite">
      {task.stopping ? 'Stopping' : `${task.status}: ${task.currentPhase}`}
    </div>
  );
}
