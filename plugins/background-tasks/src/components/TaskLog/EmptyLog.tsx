import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { ConnectionState } from '../../live';
import { useWords } from '../../useWords';

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
  const t = useWords();
  return (
    <div className={classes.root}>
      <Typography color="textSecondary">
        {t(hidden ? 'log.empty.hidden' : reason(active, connection))}
      </Typography>
      {hidden && (
        <Button size="small" onClick={onShowAll}>
          {t('log.empty.showAll')}
        </Button>
      )}
    </div>
  );
}

function reason(active: boolean, connection: ConnectionState) {
  if (connection === 'failed') return 'log.empty.failed';
  if (active) return 'log.empty.waiting';
  return connection === 'ended' ? 'log.empty.none' : 'log.empty.loading';
}
