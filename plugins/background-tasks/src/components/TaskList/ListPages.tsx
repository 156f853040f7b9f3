import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import ChevronLeftIcon from '@material-ui/icons/ChevronLeft';
import ChevronRightIcon from '@material-ui/icons/ChevronRight';
import type { ListBackgroundTasksResponse } from '@background-tasks/plugin-background-tasks-common';
import { useWords, type Words } from '../../useWords';
import { useGuard } from '../common';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'flex-end',
    gap: theme.spacing(0.5),
    paddingTop: theme.spacing(1),
  },
}));

/** Which part of a list is shown, and the way to the pages beside it. */
export function ListPages(props: {
  /** The page that is shown. */
  list: ListBackgroundTasksResponse;
  /** Counted from 0. */
  page: number;
  pageSize: number;
  loading: boolean;
  onBack: () => void;
  onNext: (cursor: string) => void;
}) {
  const { list, page, pageSize, loading, onBack, onNext } = props;
  const { nextCursor } = list;
  const classes = useStyles();
  const t = useWords();
  const guard = useGuard();
  return (
    <nav aria-label={t('taskList.pages.label')} className={classes.root}>
      <Typography variant="body2" color="textSecondary">
        {shownText(list, page * pageSize, t)}
      </Typography>
      <IconButton
        aria-label={t('taskList.pages.previous')}
        {...guard(page === 0, onBack)}
      >
        <ChevronLeftIcon />
      </IconButton>
      <IconButton
        aria-label={t('taskList.pages.next')}
        {...guard(loading || nextCursor === null, () => {
          if (nextCursor !== null) onNext(nextCursor);
        })}
      >
        <ChevronRightIcon />
      </IconButton>
    </nav>
  );
}

function shownText(
  { items, total, totalIsExact }: ListBackgroundTasksResponse,
  before: number,
  t: Words,
): string {
  if (items.length === 0) return t('taskList.pages.none');
  return t(
    totalIsExact ? 'taskList.pages.shown' : 'taskList.pages.shownOfMany',
    {
      first: (before + 1).toLocaleString(),
      last: (before + items.length).toLocaleString(),
      total: total.toLocaleString(),
    },
  );
}
