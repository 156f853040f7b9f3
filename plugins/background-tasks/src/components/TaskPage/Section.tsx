import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useId, type ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  root: { padding: theme.spacing(2), overflowX: 'auto' },
  title: { marginBottom: theme.spacing(1) },
}));

/** A part of a panel with a heading of its own. */
export function Section(props: { title: string; children: ReactNode }) {
  const classes = useStyles();
  const id = useId();
  return (
    <Paper component="section" aria-labelledby={id} className={classes.root}>
      <Typography
        id={id}
        component="h3"
        variant="subtitle1"
        className={classes.title}
      >
        {props.title}
      </Typography>
      {props.children}
    </Paper>
  );
}
