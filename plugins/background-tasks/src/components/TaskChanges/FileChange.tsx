import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import type { ChangedFile } from '@background-tasks/plugin-background-tasks-common';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { useWords } from '../../useWords';
import { ScrollRegion } from '../common';
import { DiffLines } from './DiffLines';
import type { FileDiff } from './parseDiff';
import { SplitLines } from './SplitLines';
import { useDiffStyles } from './useDiffStyles';
import { useHighlight } from './useHighlight';

const LARGE_FILE_LINES = 300;
const LINES_AT_ONCE = 300;

/** How a diff is shown. */
export type DiffView = 'unified' | 'split';

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
  view: DiffView;
  /** Whether the reader came here by choosing this file; another object for each time. */
  chosen: object | undefined;
}) {
  const { file, diff, view, chosen } = props;
  const classes = useStyles();
  const t = useWords();
  const contentId = useId();
  const lineCount = diff?.lines.length ?? 0;
  const [open, setOpen] = useState(
    !props.folded && lineCount <= LARGE_FILE_LINES,
  );
  const toggle = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!chosen) return undefined;
    setOpen(true);
    // A button that was just drawn cannot take the focus yet.
    const timer = setTimeout(() => {
      toggle.current?.focus();
      toggle.current?.scrollIntoView?.({ block: 'start' });
    });
    return () => clearTimeout(timer);
  }, [chosen]);
  return (
    <div className={classes.root}>
      <Typography component="h3" variant="body2" className={classes.heading}>
        <Button
          ref={toggle}
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
            {t(`changes.status.${file.status}`)}
            {file.additions !== null && ` +${file.additions}`}
            {file.deletions !== null && ` −${file.deletions}`}
          </span>
        </Button>
      </Typography>
      <div id={contentId}>
        {open && <FileContent file={file} diff={diff} view={view} />}
      </div>
    </div>
  );
}

function FileContent(props: {
  file: ChangedFile;
  diff: FileDiff | undefined;
  view: DiffView;
}) {
  const { file, diff, view } = props;
  const classes = useStyles();
  const t = useWords();
  if (diff?.binary || file.additions === null) {
    return (
      <Typography variant="body2" className={classes.note}>
        {t('changes.binary')}
      </Typography>
    );
  }
  if (!diff || diff.lines.length === 0) {
    return (
      <Typography variant="body2" className={classes.note}>
        {t(
          file.additions || file.deletions
            ? 'changes.tooLarge'
            : 'changes.sameContent',
        )}
      </Typography>
    );
  }
  return <FileLines diff={diff} view={view} />;
}

function FileLines(props: { diff: FileDiff; view: DiffView }) {
  const { diff, view } = props;
  const classes = useDiffStyles();
  const t = useWords();
  const [shown, setShown] = useState(LINES_AT_ONCE);
  const lines = useMemo(() => diff.lines.slice(0, shown), [diff, shown]);
  const tokens = useHighlight(diff.path, lines);
  const rest = diff.lines.length - lines.length;
  return (
    <>
      <ScrollRegion
        className={classes.scroll}
        aria-label={t('changes.diff', { path: diff.path })}
      >
        {view === 'split' ? (
          <SplitLines lines={lines} tokens={tokens} />
        ) : (
          <DiffLines lines={lines} tokens={tokens} />
        )}
      </ScrollRegion>
      {rest > 0 && (
        <Button size="small" onClick={() => setShown(shown + LINES_AT_ONCE)}>
          {t('changes.more', { number: rest })}
        </Button>
      )}
    </>
  );
}
