import { stringifyEntityRef } from '@backstage/catalog-model';
import { InfoCard, Link, LinkButton } from '@backstage/core-components';
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
        <LastTask entityRef={entityRef} />
        <LinkButton
          to={usePaths().newTask(newTaskOfEntity(entity))}
          variant="contained"
          color="primary"
        >
          {t('entity.newTask')}
        </LinkButton>
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
  const { data: task } = useBackgroundTask(props);
  if (!task) return <Skeleton variant="rect" height={72} />;
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
          <div key={url}>
            <PullRequestLink url={url} />
          </div>
        ))}
      </dd>
    </dl>
  );
}
