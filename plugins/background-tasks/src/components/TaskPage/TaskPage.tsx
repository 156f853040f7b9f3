import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import {
  isFinalStatus,
  type BackgroundTask,
  type BackgroundTaskRef,
} from '@background-tasks/plugin-background-tasks-common';
import { makeStyles } from '@material-ui/core/styles';
import { useRef } from 'react';
import { useParams } from 'react-router-dom';
import { usePaths } from '../../paths';
import type { TaskEventLog, TaskEventSnapshot } from '../../live';
import { useWords } from '../../useWords';
import { PanelBoundary } from '../common';
import { causeTab, useOpeningTab } from './causeTab';
import { ConnectionAlert } from './ConnectionAlert';
import { FailurePanel } from './FailurePanel';
import { PhaseStepper } from './PhaseStepper';
import { TaskHeader } from './TaskHeader';
import { TaskNotLoaded } from './TaskNotLoaded';
import { TaskSkeleton } from './TaskSkeleton';
import { TaskTabs } from './TaskTabs';
import { useTabInAddress, type TaskTab } from './tabsOf';
import { useLiveTask } from './useLiveTask';

/** The page of one task. */
export function TaskPage() {
  const { project = '', name = '' } = useParams();
  const href = usePaths().task({ project, name });
  return (
    <BreadcrumbEntry entry={{ label: name, href }}>
      <LoadedTaskPage key={`${project}/${name}`} taskRef={{ project, name }} />
    </BreadcrumbEntry>
  );
}

function LoadedTaskPage(props: { taskRef: BackgroundTaskRef }) {
  const { error, refetch, task, ...live } = useLiveTask(props.taskRef);
  if (task) return <TaskView task={task} {...live} />;
  if (error) {
    return (
      <TaskNotLoaded taskRef={props.taskRef} error={error} onRetry={refetch} />
    );
  }
  return <TaskSkeleton />;
}

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(2), '& > *': { minWidth: 0 } },
}));

function TaskView(props: {
  task: BackgroundTask;
  isFresh: boolean;
  rightsKnown: boolean;
  events: TaskEventSnapshot;
  log: TaskEventLog;
}) {
  const { task, isFresh, rightsKnown, events, log } = props;
  const classes = useStyles();
  const t = useWords();
  const unsuccessful =
    isFinalStatus(task.status) && task.status !== 'Completed';
  const opening = useOpeningTab(task, isFresh);
  const { select } = useTabInAddress();
  const panel = useRef<HTMLDivElement>(null);
  const showCause = (tab: TaskTab) => {
    select(tab);
    panel.current?.focus();
  };
  return (
    <article
      className={classes.root}
      aria-label={t('task.name', { name: task.name })}
    >
      <div>
        <PanelBoundary title={t('task.notShown.header')}>
          <TaskHeader task={task} rightsKnown={rightsKnown} />
        </PanelBoundary>
        <ConnectionAlert connection={events.connection} />
      </div>
      {unsuccessful && (
        <FailurePanel
          task={task}
          causeTab={causeTab(task)}
          onShowCause={showCause}
        />
      )}
      <PanelBoundary title={t('task.notShown.progress')}>
        <PhaseStepper task={task} events={events} />
      </PanelBoundary>
      <TaskTabs
        task={task}
        events={events}
        log={log}
        opening={opening}
        panel={panel}
      />
    </article>
  );
}
