import { EmptyState } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { useMemo } from 'react';
import { useBackgroundTaskDiff } from '../../hooks';
import { ErrorNotice } from '../common';
import { FileChange } from './FileChange';
import { parseDiff } from './parseDiff';

const MANY_FILES = 30;

const useStyles = makeStyles(theme => ({
  summary: { marginBottom: theme.spacing(1.5) },
  added: { color: theme.palette.type === 'dark' ? '#7ee2a0' : '#116329' },
  deleted: { color: theme.palette.type === 'dark' ? '#ff9c95' : '#b31d28' },
  loading: { marginTop: theme.spacing(2) },
}));

/** What the task changed: the files, and the diff of each. */
export function TaskChanges(props: { task: BackgroundTask; active: boolean }) {
  const { task, active } = props;
  if (task.changedFiles.length === 0) {
    return (
      <EmptyState
        missing="content"
        title={active ? 'No changes yet' : 'No changes'}
        description={
          active
            ? 'They are shown as soon as they have been collected.'
            : 'The task left the repository as it was.'
        }
      />
    );
  }
  return <Changes task={task} />;
}

function Changes(props: { task: BackgroundTask }) {
  const { task } = props;
  const classes = useStyles();
  const files = task.changedFiles;
  const revision = task.change.bundleHash ?? `${task.status} ${files.length}`;
  const diff = useBackgroundTaskDiff(task, revision);
  const diffs = useMemo(
    () => new Map(parseDiff(diff.data ?? '').map(file => [file.path, file])),
    [diff.data],
  );
  const additions = files.reduce((sum, file) => sum + (file.additions ?? 0), 0);
  const deletions = files.reduce((sum, file) => sum + (file.deletions ?? 0), 0);
  return (
    <section aria-label="Changed files">
      <Typography variant="body2" className={classes.summary}>
        {files.length} {files.length === 1 ? 'file' : 'files'} changed,{' '}
        <span className={classes.added}>+{additions}</span>{' '}
        <span className={classes.deleted}>−{deletions}</span>
      </Typography>
      {diff.isError && (
        <ErrorNotice
          title="The diff could not be loaded"
          error={diff.error}
          onRetry={() => diff.refetch()}
        />
      )}
      {diff.isPending ? (
        <Skeleton variant="rect" height={160} className={classes.loading} />
      ) : (
        files.map(file => (
          <FileChange
            key={file.path}
            file={file}
            diff={diffs.get(file.path)}
            folded={files.length > MANY_FILES}
          />
        ))
      )}
    </section>
  );
}
