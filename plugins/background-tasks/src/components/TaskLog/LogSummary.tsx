import FormControlLabel from '@material-ui/core/FormControlLabel';
import { makeStyles } from '@material-ui/core/styles';
import Switch from '@material-ui/core/Switch';
import Typography from '@material-ui/core/Typography';
import type { TaskEventSnapshot } from '../../live';
import { useWords } from '../../useWords';
import { ConnectionNote } from '../common';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 2),
    minHeight: 38,
  },
  spread: { flex: 1 },
}));

/** How much there is of the log, whether it is live, and whether its end is followed. */
export function LogSummary(props: {
  lineCount: number;
  /** Whether the filter hides lines. */
  filtered: boolean;
  events: TaskEventSnapshot;
  active: boolean;
  following: boolean;
  onFollow: (following: boolean) => void;
}) {
  const { lineCount, filtered, events, active, following, onFollow } = props;
  const classes = useStyles();
  const t = useWords();
  return (
    <div className={classes.root}>
      <Typography variant="body2" color="textSecondary">
        {t(filtered ? 'log.linesFiltered' : 'log.lines', { count: lineCount })}
      </Typography>
      <ConnectionNote connection={events.connection} />
      <span className={classes.spread} />
      {active && (
        <FormControlLabel
          label={t('log.follow')}
          control={
            <Switch
              size="small"
              color="primary"
              checked={following}
              onChange={(_event, checked) => onFollow(checked)}
            />
          }
        />
      )}
    </div>
  );
}
