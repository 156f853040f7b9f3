import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import HelpOutlineIcon from '@material-ui/icons/HelpOutline';
import WarningIcon from '@material-ui/icons/Warning';
import type { ReactNode } from 'react';

const icons = {
  good: CheckCircleIcon,
  warning: WarningIcon,
  problem: ErrorIcon,
  unknown: HelpOutlineIcon,
} as const;

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    gap: theme.spacing(1),
    alignItems: 'flex-start',
    overflowWrap: 'anywhere',
  },
  text: { minWidth: 0, flex: 1 },
  good: { color: theme.palette.status.ok },
  warning: { color: theme.palette.status.warning },
  problem: { color: theme.palette.status.error },
  unknown: { color: theme.palette.text.secondary },
}));

/** One thing that is known: its words say all, icon and colour repeat it. */
export function Finding(props: {
  kind: keyof typeof icons;
  children: ReactNode;
}) {
  const { kind, children } = props;
  const classes = useStyles();
  const Icon = icons[kind];
  return (
    <Typography component="div" variant="body2" className={classes.root}>
      <Icon fontSize="small" aria-hidden className={classes[kind]} />
      <div className={classes.text}>{children}</div>
    </Typography>
  );
}
