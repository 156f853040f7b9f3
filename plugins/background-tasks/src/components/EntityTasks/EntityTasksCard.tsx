import { stringifyEntityRef } from '@backstage/catalog-model';
import { InfoCard, Link } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import {
  BackgroundTasksQueryProvider,
  useBackgroundTask,
  useBackgroundTasks,
} from '../../hooks';
import { newTaskOfEntity } from '../../newTaskOfEntity';
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
import { openPullRequestsOf } from './openPullRequestsOf';

const useStyles = makeStyles(theme => ({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'max-content 1fr',
    gap: theme.spacing(1, 2),
    margin: theme.spacing(0, 0, 2),
    '& dt': { color: theme.palette.text.secondary },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
  // One link above the other, each far enough from the next to be hit by a finger.
  line: { lineHeight: '24px' },
  last: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1.5),
  },
}));

/** What came of the last task of an entity, its open pull requests, and the way to a new one. */
export function EntityTasksCard() {
  const { entity } = useEntity();
  const t = useWords();
  const entityRef = stringifyEntityRef(entity);
  return (
    <InfoCard title={t('entity.title')}>
      <BackgroundTasksQueryProvider key={entityRef}>
        <PanelBoundary title={t('entity.cardNotShown')}>
          <LastTask entityRef={entityRef} />
        </PanelBoundary>
        <NewTaskButton prefilled={newTaskOfEntity(entity)}>
          {t('entity.newTask')}
        </NewTaskButton>
      </BackgroundTasksQueryProvider>
    </InfoCard>
  );
}

function LastTask(props: { entityRef: string }) {
  const t = useWords();
  const { entityRef } = props;
  const tasks = useBackgroundTasks({ entityRef, limit: 1 });
  if (tasks.isPending) return <Skeleton variant="rect" height={72} />;
  if (tasks.isError) {
    return (
      <ErrorNotice
        title={t('entity.cardFailed')}
        error={tasks.error}
        onRetry={() => tasks.refetch()}
      />
    );
  }
  const [last] = tasks.data.items;
  if (!last) return <p>{t('entity.noTasks')}</p>;
  return <TaskFacts project={last.project} name={last.name} />;
}

function TaskFacts(props: { project: string; name: string }) {
  const classes = useStyles();
  const t = useWords();
  const paths = usePaths();
  const { data: task, isPending, error, refetch } = useBackgroundTask(props);
  if (isPending) return <Skeleton variant="rect" height={72} />;
  if (!task) {
    return (
      <ErrorNotice
        title={t('entity.cardFailed')}
        error={error}
        onRetry={() => refetch()}
      />
    );
  }
  const open = openPullRequestsOf(task);
  return (
    <dl className={classes.facts}>
      <dt>{t('entity.lastTask')}</dt>
      <dd className={classes.last}>
        <Link to={paths.task(task)}>{task.name}</Link>
        <TaskStatusLabel status={task.status} />
        <TimeAgo time={task.createdAt} />
      </dd>
      <dt>{t('entity.openPullRequests')}</dt>
      <dd>
        {open.length === 0 && t('entity.noOpenPullRequests')}
        {open.map(url => (
          <div key={url} className={classes.line}>
            <PullRequestLink url={url} />
          </div>
        ))}
      </dd>
    </dl>
  );
}
