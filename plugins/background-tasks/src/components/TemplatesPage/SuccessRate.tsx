import { makeStyles } from '@material-ui/core/styles';
import type { TaskTemplate } from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../useWords';
import { formatShare } from '../common/formatShare';

const useStyles = makeStyles(theme => ({
  root: { display: 'flex', alignItems: 'center', gap: theme.spacing(1) },
  track: {
    flex: '0 0 72px',
    height: 6,
    borderRadius: 3,
    overflow: 'hidden',
    background: theme.palette.action.selected,
  },
  bar: {
    display: 'block',
    height: '100%',
    background: theme.palette.status.ok,
  },
}));

/** How many of a template's tasks succeeded, as bar and in words. */
export function SuccessRate(props: { statistics: TaskTemplate['statistics'] }) {
  const classes = useStyles();
  const t = useWords();
  const { successRate, completed, failed } = props.statistics;
  if (successRate === null) return <span>–</span>;
  return (
    <div className={classes.root}>
      <span className={classes.track} aria-hidden>
        <span
          className={classes.bar}
          style={{ width: `${successRate * 100}%` }}
        />
      </span>
      <span>
        {t('templates.rate', {
          rate: formatShare(successRate),
          completed: String(completed),
          all: String(completed + failed),
        })}
      </span>
    </div>
  );
}
