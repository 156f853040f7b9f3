import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useWords } from '../../useWords';

const NEARLY_ALL = 0.9;

const useStyles = makeStyles(theme => ({
  bar: {
    height: 6,
    borderRadius: 3,
    marginTop: theme.spacing(0.75),
    backgroundColor: theme.palette.action.selected,
    '& > *': { transition: 'none' },
  },
  full: { backgroundColor: theme.palette.status.error },
}));

/** How much of a limit is used, as bar and in words. */
export function Meter(props: {
  label: string;
  used: number;
  /** null: there is none, and no bar. */
  limit: number | null;
  text: string;
}) {
  const { label, used, limit, text } = props;
  const classes = useStyles();
  const t = useWords();
  const share = limit ? Math.min(1, used / limit) : 0;
  return (
    <>
      <Typography component="span" variant="inherit">
        {limit !== null && share >= NEARLY_ALL
          ? t('settings.nearlyUsedUp', { text })
          : text}
      </Typography>
      {limit !== null && (
        <LinearProgress
          className={classes.bar}
          classes={share >= NEARLY_ALL ? { bar: classes.full } : undefined}
          variant="determinate"
          value={share * 100}
          aria-label={label}
        />
      )}
    </>
  );
}
