import Button from '@material-ui/core/Button';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import { makeStyles } from '@material-ui/core/styles';
import Switch from '@material-ui/core/Switch';
import Typography from '@material-ui/core/Typography';
import ArrowDownwardIcon from '@material-ui/icons/ArrowDownward';
import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';
import { useEffect, useMemo, useState } from 'react';
import { ConnectionNote, ScrollRegion, useFollow } from '../common';
import type { TaskEventSnapshot } from '../../live';
import { DownloadLogButton } from './DownloadLogButton';
import { LogRows, ROW_HEIGHT_PX } from './LogRows';
import { findPhaseStarts } from './rows';

const VIEW_HEIGHT_PX = 480;

const useStyles = makeStyles(theme => ({
  toolbar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 2),
    marginBottom: theme.spacing(1),
  },
  spread: { flex: 1 },
  frame: { position: 'relative' },
  view: {
    height: VIEW_HEIGHT_PX,
    maxHeight: '70vh',
    overflow: 'auto',
  },
  jump: {
    position: 'absolute',
    bottom: theme.spacing(2),
    right: theme.spacing(3),
  },
}));

/** The log of a task, live: only the rows in view are drawn. */
export function TaskLog(props: {
  taskRef: BackgroundTaskRef;
  events: TaskEventSnapshot;
  active: boolean;
}) {
  const { taskRef, events, active } = props;
  const { lines, lineCount } = events;
  const classes = useStyles();
  const phaseStarts = useMemo(
    () => findPhaseStarts(lines.slice(0, lineCount)),
    [lines, lineCount],
  );
  const rowCount = lineCount + phaseStarts.length;
  const { element, following, setFollowing, scrollTop, onScroll } =
    useFollow(rowCount);
  const unseen = useUnseen(lineCount, following);

  return (
    <section aria-label="Log">
      <div className={classes.toolbar}>
        <Typography variant="body2" color="textSecondary">
          {lineCount.toLocaleString()} {lineCount === 1 ? 'line' : 'lines'}
        </Typography>
        <ConnectionNote connection={events.connection} />
        <span className={classes.spread} />
        <FormControlLabel
          label="Follow"
          control={
            <Switch
              size="small"
              color="primary"
              checked={following}
              onChange={(_event, checked) => setFollowing(checked)}
            />
          }
        />
        <DownloadLogButton taskRef={taskRef} />
      </div>
      <div className={classes.frame}>
        <ScrollRegion
          ref={element}
          className={classes.view}
          onScroll={onScroll}
          role="log"
          aria-live="off"
          aria-label="Log lines"
        >
          {rowCount === 0 ? (
            <EmptyLog active={active} />
          ) : (
            <LogRows
              lines={lines}
              phaseStarts={phaseStarts}
              rowCount={rowCount}
              scrollTop={scrollTop}
              viewHeight={VIEW_HEIGHT_PX}
            />
          )}
        </ScrollRegion>
        {!following && rowCount * ROW_HEIGHT_PX > VIEW_HEIGHT_PX && (
          <Button
            className={classes.jump}
            size="small"
            variant="contained"
            color="primary"
            startIcon={<ArrowDownwardIcon />}
            onClick={() => setFollowing(true)}
          >
            Jump to newest{unseen > 0 && ` (${unseen.toLocaleString()} new)`}
          </Button>
        )}
      </div>
    </section>
  );
}

function EmptyLog(props: { active: boolean }) {
  return (
    <Typography color="textSecondary" style={{ padding: 16 }}>
      {props.active ? 'Waiting for the first line…' : 'The log is empty.'}
    </Typography>
  );
}

/** How many lines came since the reader stopped following. */
function useUnseen(lineCount: number, following: boolean): number {
  const [seen, setSeen] = useState(lineCount);
  useEffect(() => {
    if (following) setSeen(lineCount);
  }, [following, lineCount]);
  return Math.max(0, lineCount - seen);
}
