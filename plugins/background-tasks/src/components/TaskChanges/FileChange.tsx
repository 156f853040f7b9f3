import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import type { ChangedFile } from '@background-tasks/plugin-background-tasks-common';
import { useId, useState } from 'react';
import { DiffLines } from './DiffLines';
import type { FileDiff } from './parseDiff';

const LARGE_FILE_LINES = 300;
const LINES_AT_ONCE = 500;

const useStyles = makeStyles(theme => ({
  root: {
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    marginBottom: theme.spacing(2),
    overflow: 'hidden',
    backgroundColor: theme.palette.background.paper,
  },
  heading: { margin: 0 },
  toggle: {
    width: '100%',
    justifyContent: 'flex-start',
    textAlign: 'left',
    textTransform: 'none',
    fontWeight: 'normal',
    borderRadius: 0,
  },
  path: { fontFamily: 'monospace', overflowWrap: 'anywhere', flex: 1 },
  counts: { whiteSpace: 'nowrap', marginLeft: theme.spacing(2) },
  folded: { transform: 'rotate(-90deg)' },
  note: { padding: theme.spacing(1.5) },
}));

/** One changed file: its diff unfolds; a large one only when asked to. */
export function FileChange(props: {
  file: ChangedFile;
  diff: FileDiff | undefined;
  folded: boolean;
}) {
  const { file, diff } = props;
  const classes = useStyles();
  const contentId = useId();
  const lineCount = diff?.lines.length ?? 0;
  const [open, setOpen] = useState(
    !props.folded && lineCount <= LARGE_FILE_LINES,
  );
  return (
    <div className={classes.root}>
      <Typography component="h3" variant="body2" className={classes.heading}>
        <Button
          className={classes.toggle}
          aria-expanded={open}
          aria-controls={contentId}
          onClick={() => setOpen(!open)}
          startIcon={
            <ExpandMoreIcon className={open ? undefined : classes.folded} />
          }
        >
          <span className={classes.path}>{file.path}</span>
          <span className={classes.counts}>
            {file.status}
            {file.additions !== null && ` +${file.additions}`}
            {file.deletions !== null && ` −${file.deletions}`}
          </span>
        </Button>
      </Typography>
      <div id={contentId}>
        {open && <FileContent file={file} diff={diff} />}
      </div>
    </div>
  );
}

function FileContent(props: { file: ChangedFile; diff: FileDiff | undefined }) {
  const { file, diff } = props;
  const classes = useStyles();
  const [shown, setShown] = useState(LINES_AT_ONCE);
  if (diff?.binary || file.additions === null) {
    return (
      <Typography variant="body2" className={classes.note}>
        A binary file: there is no text to compare.
      </Typography>
    );
  }
  if (!diff || diff.lines.length === 0) {
    return (
      <Typography variant="body2" className={classes.note}>
        {file.additions || file.deletions
          ? 'The diff is too large to be shown here: see the pull request.'
          : 'The content is the same: only the mode or the name changed.'}
      </Typography>
    );
  }
  const rest = diff.lines.length - shown;
  return (
    <>
      <DiffLines path={file.path} lines={diff.lines.slice(0, shown)} />
      {rest > 0 && (
        <Button size="small" onClick={() => setShown(shown + LINES_AT_ONCE)}>
          Show more ({rest.toLocaleString()} lines left)
        </Button>
      )}
    </>
  );
}
