import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { ConnectionState } from '../../live';

const useStyles = makeStyles(theme => ({
  root: { padding: theme.spacing(2) },
}));

/** Why no line is shown, and the way on. */
export function EmptyLog(props: {
  active: boolean;
  connection: ConnectionState;
  /** Whether there are lines that the filter hides. */
  hidden: boolean;
  onShowAll: () => void;
}) {
  const { active, connection, hidden, onShowAll } = props;
  const classes = useStyles();
  return (
    <div className={classes.root}>
      <Typography color="textSecondary">
        {hidden ? 'The filter hides all lines.' : reason(active, connection)}
      </Typography>
      {hidden && (
        <Button size="small" onClick={onShowAll}>
          Show all lines
        </Button>
      )}
    </div>
  );
}

function reason(active: boolean, connection: ConnectionState): string {
  if (connection === 'failed') return 'The log could not be loaded.';
  if (active) return 'Waiting for the first line…';
  return connection === 'ended' ? 'The log is empty.' : 'Loading the log…';
}
