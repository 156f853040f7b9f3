import { LinkButton } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../useWords';
import {
  ActionRow,
  formatCost,
  PageTitle,
  phaseText,
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
export function TaskHeader(props: {
  task: BackgroundTask;
  /** Whether what the user may do is known of the task as it is now. */
  rightsKnown: boolean;
}) {
  const { task, rightsKnown } = props;
  const classes = useStyles();
  const t = useWords();
  return (
    <header>
      <PageTitle
        title={task.name}
        actions={
          <ActionRow className={classes.actions} label={t('task.actions')}>
            {task.prUrl && <PullRequestButton url={task.prUrl} />}
            <CancelButton task={task} />
            <RetryButton task={task} rightsKnown={rightsKnown} />
            <MakeTemplateButton task={task} />
          </ActionRow>
        }
      />
      <Typography component="div" variant="body2" className={classes.facts}>
        <TaskStatusLabel status={task.status} />
        <span>
          {t('task.by', {
            user: <EntityRefLink entityRef={task.creator} defaultKind="user" />,
          })}
        </span>
        <RepositoryLink url={task.repository} />
        {task.entityRef && (
          <span>
            {t('task.for', {
              entity: <EntityRefLink entityRef={task.entityRef} />,
            })}
          </span>
        )}
        <span>{t('task.project', { project: task.project })}</span>
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
  const t = useWords();
  const { provider, model, change, usage } = props.task;
  const used = change.model ?? model;
  const tokens = usage.inputTokens + usage.outputTokens;
  return (
    <>
      <span>
        {used
          ? t('task.agentWithModel', { agent: provider, model: used })
          : t('task.agent', { agent: provider })}
      </span>
      {tokens > 0 && (
        <span>
          {t('task.used', { tokens, cost: formatCost(usage.costUsd, t) })}
        </span>
      )}
      {change.repairRounds > 0 && (
        <span>{t('task.repairs', { count: change.repairRounds })}</span>
      )}
    </>
  );
}

function PullRequestButton(props: { url: string }) {
  const t = useWords();
  if (!/^https?:\/\//i.test(props.url)) return null;
  return (
    <LinkButton
      to={props.url}
      target="_blank"
      rel="noopener noreferrer"
      variant="contained"
      color="primary"
    >
      {t('task.openPullRequest')}
    </LinkButton>
  );
}

// Tells those who cannot see it that the status changed; the log would be far too much.
function StatusAnnouncement(props: { task: BackgroundTask }) {
  const { task } = props;
  const t = useWords();
  const hidden = useVisuallyHidden();
  return (
    <div className={hidden} role="status" aria-live="polite">
      {task.stopping
        ? t('task.stopping')
        : t('task.statusIs', {
            status: t(`common.status.${task.status}`),
            phase: phaseText(task.currentPhase, t),
          })}
    </div>
  );
}
