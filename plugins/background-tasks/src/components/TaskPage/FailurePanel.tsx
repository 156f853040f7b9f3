import { Link } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import AlertTitle from '@material-ui/lab/AlertTitle';
import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import { ScrollRegion } from '../common';
import { failureText } from './failureText';
import type { TaskTab } from './tabsOf';

const useStyles = makeStyles(theme => ({
  message: { minWidth: 0, flex: 1 },
  cause: {
    margin: theme.spacing(0, 0, 1),
    padding: theme.spacing(1),
    fontFamily: 'monospace',
    maxHeight: 240,
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontSize: 13,
  },
  way: { marginTop: theme.spacing(1) },
}));

/** Why a task ended without what was wanted, and what to do next. */
export function FailurePanel(props: {
  task: BackgroundTask;
  /** The tab that shows why, if one does. */
  causeTab: TaskTab | undefined;
  onShowCause: (tab: TaskTab) => void;
}) {
  const { task, causeTab, onShowCause } = props;
  const classes = useStyles();
  const t = useWords();
  const paths = usePaths();
  const { title, nextStep } = failureText(task, t);
  return (
    <Alert
      severity={task.status === 'Stopped' ? 'info' : 'error'}
      classes={{ message: classes.message }}
    >
      <AlertTitle>{title}</AlertTitle>
      {task.error && (
        <ScrollRegion
          className={classes.cause}
          elevation={0}
          aria-label={t('task.cause')}
        >
          {task.error}
        </ScrollRegion>
      )}
      <Typography variant="body2">
        {task.retriedBy
          ? t('task.retriedAs', {
              task: (
                <Link
                  to={paths.task({
                    project: task.project,
                    name: task.retriedBy,
                  })}
                >
                  {task.retriedBy}
                </Link>
              ),
            })
          : nextStep}
      </Typography>
      {causeTab && (
        <Button
          className={classes.way}
          size="small"
          variant="outlined"
          color="inherit"
          onClick={() => onShowCause(causeTab)}
        >
          {t(`task.showCause.${causeTab}`)}
        </Button>
      )}
    </Alert>
  );
}
