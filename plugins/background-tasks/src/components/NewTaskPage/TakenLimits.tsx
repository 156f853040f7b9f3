import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { Fragment } from 'react';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import { Notice } from '../common';
import type { TakenLimit } from './useTakenLimits';

const useStyles = makeStyles(theme => ({
  paragraph: { margin: theme.spacing(0, 0, 1) },
}));

/** Says before a task is sent that it would be refused, and why. */
export function TakenLimits(props: { limits: TakenLimit[] }) {
  const { limits } = props;
  const classes = useStyles();
  const t = useWords();
  return (
    <div role="status" aria-label={t('newTask.limits.label')}>
      {limits.length > 0 && (
        <Notice
          severity="warning"
          // The status around it is what is read out.
          role="presentation"
        >
          {limits.map(limit => (
            <p
              key={limit.kind === 'budget' ? limit.period : limit.kind}
              className={classes.paragraph}
            >
              <LimitText limit={limit} />
            </p>
          ))}
          {t('newTask.limits.whatThen')}
        </Notice>
      )}
    </div>
  );
}

function LimitText(props: { limit: TakenLimit }) {
  const { limit } = props;
  const t = useWords();
  const paths = usePaths();
  switch (limit.kind) {
    case 'user':
      return (
        <>
          {t('newTask.limits.user', {
            count: limit.count,
            tasks: (
              <>
                {limit.tasks.map((task, at) => (
                  <Fragment key={task.uid}>
                    {at > 0 && ', '}
                    <Link to={paths.task(task)} underline="always">
                      {task.name}
                    </Link>
                  </Fragment>
                ))}
              </>
            ),
          })}
        </>
      );
    case 'repository':
      return <>{t('newTask.limits.repository')}</>;
    case 'project':
      return <>{t('newTask.limits.project', { count: limit.count })}</>;
    case 'budget':
      return (
        <>
          {t('newTask.limits.budget', {
            period: t(`newTask.limits.${limit.period}`),
          })}
        </>
      );
    default:
      return limit satisfies never;
  }
}
