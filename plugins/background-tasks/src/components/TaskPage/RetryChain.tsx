import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { useRetryChain } from '../../hooks/useRetryChain';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import {
  ErrorNotice,
  PullRequestLink,
  TaskStatusLabel,
  TimeAgo,
} from '../common';
import { Section } from './Section';

const useStyles = makeStyles(theme => ({
  list: {
    margin: 0,
    paddingLeft: theme.spacing(2.5),
    display: 'grid',
    gap: theme.spacing(0.75),
  },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 2),
  },
}));

/** A task among those that it retries and that retry it, the first one first. */
export function RetryChain(props: { task: BackgroundTask }) {
  const { task } = props;
  const classes = useStyles();
  const t = useWords();
  const chain = useRetryChain(task);
  return (
    <Section title={t('details.retries.title')}>
      {chain.isPending && <Skeleton height={48} width="60%" />}
      {chain.isError && (
        <ErrorNotice
          title={t('details.retries.notLoaded')}
          error={chain.error}
          onRetry={() => chain.refetch()}
        />
      )}
      {chain.data && (
        <ol className={classes.list}>
          {chain.data.map(({ name, task: one }) => (
            <li
              key={name}
              aria-current={name === task.name ? 'true' : undefined}
            >
              {one ? (
                <Chained task={one} isCurrent={name === task.name} />
              ) : (
                t('details.retries.notKept', { name })
              )}
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

function Chained(props: { task: BackgroundTask; isCurrent: boolean }) {
  const { task, isCurrent } = props;
  const classes = useStyles();
  const t = useWords();
  const paths = usePaths();
  const { name } = task;
  return (
    <span className={classes.item}>
      {isCurrent ? (
        <strong>{t('details.retries.current', { name })}</strong>
      ) : (
        <Link to={paths.task(task)}>{name}</Link>
      )}
      <TaskStatusLabel status={task.status} />
      <TimeAgo time={task.createdAt} />
      {task.prUrl && <PullRequestLink url={task.prUrl} />}
    </span>
  );
}
