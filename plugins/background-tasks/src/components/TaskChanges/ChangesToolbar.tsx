import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import ToggleButton from '@material-ui/lab/ToggleButton';
import ToggleButtonGroup from '@material-ui/lab/ToggleButtonGroup';
import type { ChangedFile } from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../useWords';
import { useGuard } from '../common';
import type { DiffView } from './FileChange';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
    marginBottom: theme.spacing(1.5),
  },
  spread: { flex: 1 },
  added: { color: theme.palette.type === 'dark' ? '#7ee2a0' : '#116329' },
  deleted: { color: theme.palette.type === 'dark' ? '#ffb3ad' : '#b31d28' },
  toggle: {
    textTransform: 'none',
    '&, &.Mui-selected': { color: theme.palette.text.primary },
    '&.Mui-selected': { fontWeight: 'bold' },
  },
}));

/** How much was changed, and how it is shown. */
export function ChangesToolbar(props: {
  files: readonly ChangedFile[];
  view: DiffView;
  onView: (view: DiffView) => void;
  /** Whether there is room for two sides. */
  wide: boolean;
  page: number;
  pageCount: number;
  onPage: (page: number) => void;
}) {
  const { files, view, onView, wide, page, pageCount, onPage } = props;
  const classes = useStyles();
  const t = useWords();
  const guard = useGuard();
  const additions = files.reduce((sum, file) => sum + (file.additions ?? 0), 0);
  const deletions = files.reduce((sum, file) => sum + (file.deletions ?? 0), 0);
  return (
    <div className={classes.root}>
      <Typography variant="body2">
        {t('changes.sum', {
          count: files.length,
          added: <span className={classes.added}>+{additions}</span>,
          deleted: <span className={classes.deleted}>−{deletions}</span>,
        })}
      </Typography>
      <span className={classes.spread} />
      {pageCount > 1 && (
        <>
          <Button size="small" {...guard(page === 0, () => onPage(page - 1))}>
            {t('changes.before')}
          </Button>
          <Typography variant="body2" role="status">
            {t('changes.part', {
              page: String(page + 1),
              pages: String(pageCount),
            })}
          </Typography>
          <Button
            size="small"
            {...guard(page === pageCount - 1, () => onPage(page + 1))}
          >
            {t('changes.further')}
          </Button>
        </>
      )}
      {wide && (
        <ToggleButtonGroup
          exclusive
          size="small"
          value={view}
          aria-label={t('changes.view')}
          onChange={(_event, chosen: DiffView | null) => {
            if (chosen) onView(chosen);
          }}
        >
          <ToggleButton value="unified" className={classes.toggle}>
            {t('changes.unified')}
          </ToggleButton>
          <ToggleButton value="split" className={classes.toggle}>
            {t('changes.split')}
          </ToggleButton>
        </ToggleButtonGroup>
      )}
    </div>
  );
}
