import { makeStyles } from '@material-ui/core/styles';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import {
  isFinalStatus,
  type BackgroundTask,
} from '@background-tasks/plugin-background-tasks-common';
import { useId, type RefObject } from 'react';
import type { TaskEventLog, TaskEventSnapshot } from '../../live';
import { useWords, type Words } from '../../useWords';
import { TaskActivity } from '../TaskActivity';
import { TaskChecks } from '../TaskChecks';
import { lazyAgain, PanelBoundary } from '../common';
import { TaskLog } from '../TaskLog';
import { PanelSkeleton } from './PanelSkeleton';
import { tabsOf, useTabInAddress, type TaskTab } from './tabsOf';

// The diff is a heavy part of the page, and the details are read seldom.
const TaskChanges = lazyAgain(
  async () => (await import('../TaskChanges')).TaskChanges,
  PanelSkeleton,
);
const TaskDetails = lazyAgain(
  async () => (await import('./TaskDetails')).TaskDetails,
  PanelSkeleton,
);

const useStyles = makeStyles(theme => ({
  tabs: { borderBottom: `1px solid ${theme.palette.divider}` },
  tab: { minWidth: 72 },
  // It has the focus only when it was led there: no frame is needed to find it.
  panel: { paddingTop: theme.spacing(2), outline: 'none' },
}));

/** The parts of a task's page; the chosen one is in the URL. */
export function TaskTabs(props: {
  task: BackgroundTask;
  events: TaskEventSnapshot;
  log: TaskEventLog;
  /** The one that is shown where the address names none. */
  opening: TaskTab;
  /** What the chosen one shows. */
  panel: RefObject<HTMLDivElement>;
}) {
  const { task, events, log, opening, panel } = props;
  const classes = useStyles();
  const t = useWords();
  const id = useId();
  const { wanted, select } = useTabInAddress();
  const shown = tabsOf(task);
  const selected = shown.find(tab => tab === wanted) ?? opening;
  return (
    <div>
      <Tabs
        value={selected}
        onChange={(_event, tab: string) => select(tab)}
        variant="scrollable"
        scrollButtons="auto"
        indicatorColor="primary"
        aria-label={t('task.tabs.label')}
        className={classes.tabs}
        selectionFollowsFocus
      >
        {shown.map(tab => (
          <Tab
            key={tab}
            value={tab}
            label={tabLabel(tab, task, t)}
            className={classes.tab}
            id={`${id}-tab-${tab}`}
            aria-controls={`${id}-panel`}
          />
        ))}
      </Tabs>
      <div
        ref={panel}
        role="tabpanel"
        tabIndex={-1}
        id={`${id}-panel`}
        aria-labelledby={`${id}-tab-${selected}`}
        className={classes.panel}
      >
        <PanelBoundary key={selected} title={t(`task.notShown.${selected}`)}>
          <TabContent tab={selected} task={task} events={events} log={log} />
        </PanelBoundary>
      </div>
    </div>
  );
}

function tabLabel(tab: TaskTab, task: BackgroundTask, t: Words): string {
  const counts: Partial<Record<TaskTab, number>> = {
    checks: task.validation.gate.length || task.validation.baseline.length,
    changes: task.changedFiles.length,
  };
  const number = counts[tab];
  const title = t(`task.tabs.${tab}`);
  return number ? t('task.tabs.counted', { title, number }) : title;
}

function TabContent(props: {
  tab: TaskTab;
  task: BackgroundTask;
  events: TaskEventSnapshot;
  log: TaskEventLog;
}) {
  const { tab, task, events, log } = props;
  const active = !isFinalStatus(task.status);
  switch (tab) {
    case 'activity':
      return <TaskActivity log={log} events={events} active={active} />;
    case 'checks':
      return <TaskChecks task={task} log={log} active={active} />;
    case 'changes':
      return <TaskChanges task={task} active={active} />;
    case 'details':
      return <TaskDetails task={task} />;
    default:
      return <TaskLog task={task} log={log} events={events} />;
  }
}
