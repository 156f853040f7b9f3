import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';

const useStyles = makeStyles(theme => ({
  root: { display: 'flex', alignItems: 'center', gap: theme.spacing(1) },
  bar: {
    flex: 1,
    minWidth: 60,
    height: 6,
    borderRadius: 3,
    '@media (prefers-reduced-motion: reduce)': {
      '& *': { transition: 'none', animation: 'none' },
    },
  },
  value: { minWidth: '3.2em', textAlign: 'right' },
}));

/** How far a task is, as bar and as number. */
export function ProgressBar(props: { label: string; progress: number }) {
  const classes = useStyles();
  return (
    <div className={classes.root}>
      <LinearProgress
        className={classes.bar}
        variant="determinate"
        value={props.progress}
        aria-label={props.label}
      />
      <Typography
        component="span"
        variant="body2"
        className={classes.value}
        aria-hidden
      >
        {props.progress} %
      </Typography>
    </div>
  );
}
