import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1, 2),
    marginBottom: theme.spacing(2),
  },
  title: {
    margin: 0,
    fontSize: theme.typography.pxToRem(24),
    overflowWrap: 'anywhere',
  },
}));

/** The heading of a page, with its actions. */
export function PageTitle(props: { title: ReactNode; actions?: ReactNode }) {
  const classes = useStyles();
  return (
    <div className={classes.root}>
      <Typography component="h2" variant="h5" className={classes.title}>
        {props.title}
      </Typography>
      {props.actions}
    </div>
  );
}
