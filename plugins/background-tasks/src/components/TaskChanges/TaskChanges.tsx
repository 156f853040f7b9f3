import { EmptyState } from '@backstage/core-components';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import Skeleton from '@material-ui/lab/Skeleton';
import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { useState } from 'react';
import { useBackgroundTaskDiff } from '../../hooks';
import { useWords } from '../../useWords';
import { ErrorNotice, usePreference } from '../common';
import { ChangesToolbar } from './ChangesToolbar';
import { FileChange } from './FileChange';
import { FileTree } from './FileTree';
import { useParsedDiff } from './useParsedDiff';

const FILES_OF_A_PAGE = 30;

const useStyles = makeStyles(theme => ({
  columns: {
    display: 'grid',
    gap: theme.spacing(2),
    alignItems: 'start',
    '& > *': { minWidth: 0 },
  },
  withTree: {
    [theme.breakpoints.up('md')]: {
      gridTemplateColumns: 'minmax(160px, 240px) 1fr',
    },
  },
  tree: {
    [theme.breakpoints.up('md')]: { position: 'sticky', top: theme.spacing(2) },
  },
}));

/** What the task changed: the files, and the diff of each. */
export function TaskChanges(props: { task: BackgroundTask; active: boolean }) {
  const { task, active } = props;
  const t = useWords();
  if (task.changedFiles.length === 0) {
    return (
      <EmptyState
        missing="content"
        title={t(active ? 'changes.noneYet' : 'changes.none')}
        description={t(active ? 'changes.noneYetText' : 'changes.noneText')}
      />
    );
  }
  return <Changes task={task} />;
}

function Changes(props: { task: BackgroundTask }) {
  const { task } = props;
  const classes = useStyles();
  const t = useWords();
  const theme = useTheme();
  const wide = useMediaQuery(theme.breakpoints.up('md'));
  const [view, setView] = usePreference('diff.view', ['unified', 'split']);
  const [page, setPage] = useState(0);
  const [chosen, setChosen] = useState<{ path: string }>();
  const files = task.changedFiles;
  const revision = task.change.bundleHash ?? `${task.status} ${files.length}`;
  const diff = useBackgroundTaskDiff(task, revision);
  const diffs = useParsedDiff(diff.data);
  const pageCount = Math.ceil(files.length / FILES_OF_A_PAGE);
  const begin = Math.min(page, pageCount - 1) * FILES_OF_A_PAGE;
  const shown = files.slice(begin, begin + FILES_OF_A_PAGE);
  const choose = (path: string) => {
    const index = files.findIndex(file => file.path === path);
    setPage(Math.floor(index / FILES_OF_A_PAGE));
    setChosen({ path });
  };
  const withTree = files.length > 1;
  return (
    <section aria-label={t('changes.label')}>
      <ChangesToolbar
        files={files}
        view={view}
        onView={setView}
        wide={wide}
        page={page}
        pageCount={pageCount}
        onPage={setPage}
      />
      {diff.isError && (
        <ErrorNotice
          title={t('changes.notLoaded')}
          error={diff.error}
          onRetry={() => diff.refetch()}
        />
      )}
      <div className={`${classes.columns} ${withTree ? classes.withTree : ''}`}>
        {withTree && (
          <div className={classes.tree}>
            <FileTree files={files} chosen={chosen?.path} onChoose={choose} />
          </div>
        )}
        <div>
          {diffs || diff.isError ? (
            shown.map(file => (
              <FileChange
                key={file.path}
                file={file}
                diff={diffs?.get(file.path)}
                folded={files.length > FILES_OF_A_PAGE}
                view={wide ? view : 'unified'}
                chosen={chosen?.path === file.path ? chosen : undefined}
              />
            ))
          ) : (
            <Loading count={shown.length} />
          )}
        </div>
      </div>
    </section>
  );
}

function Loading(props: { count: number }) {
  const t = useWords();
  return (
    <div role="status" aria-label={t('changes.loading')}>
      {Array.from({ length: Math.min(props.count, 4) }, (_, index) => (
        <Skeleton
          key={index}
          variant="rect"
          height={160}
          style={{ marginBottom: 16 }}
        />
      ))}
    </div>
  );
}
