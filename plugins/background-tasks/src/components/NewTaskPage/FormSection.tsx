import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useId, type ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(2.5),
    display: 'grid',
    gap: theme.spacing(2.5),
    '& > *': { minWidth: 0 },
    [theme.breakpoints.down('xs')]: { padding: theme.spacing(2, 1.5) },
  },
  title: { margin: 0, fontSize: theme.typography.pxToRem(18) },
}));

/** Fields that belong together, under a heading. */
export function FormSection(props: { title: string; children: ReactNode }) {
  const classes = useStyles();
  const id = useId();
  return (
    <Paper component="section" aria-labelledby={id} className={classes.root}>
      <Typography id={id} component="h3" variant="h6" className={classes.title}>
        {props.title}
      </Typography>
      {props.children}
    </Paper>
  );
}
