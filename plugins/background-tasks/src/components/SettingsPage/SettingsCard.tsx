import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(2),
    height: '100%',
    boxSizing: 'border-box',
    fontFamily: theme.typography.fontFamily,
    '& ul': { margin: 0, paddingLeft: theme.spacing(2.5) },
    '& code': { overflowWrap: 'anywhere' },
  },
  title: {
    fontSize: theme.typography.pxToRem(16),
    margin: theme.spacing(0, 0, 1.5),
  },
  facts: {
    margin: 0,
    display: 'grid',
    gap: theme.spacing(1.5),
    '& dt': { color: theme.palette.text.secondary },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
}));

/** One subject of the settings. */
export function SettingsCard(props: { title: string; children: ReactNode }) {
  const classes = useStyles();
  return (
    <Paper
      component="section"
      className={classes.root}
      aria-label={props.title}
    >
      <Typography component="h4" variant="h6" className={classes.title}>
        {props.title}
      </Typography>
      {props.children}
    </Paper>
  );
}

/** What is so, each with its name. */
export function Facts(props: { facts: { label: string; value: ReactNode }[] }) {
  const classes = useStyles();
  return (
    <dl className={classes.facts}>
      {props.facts.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
