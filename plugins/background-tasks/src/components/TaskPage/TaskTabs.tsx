import { makeStyles } from '@material-ui/core/styles';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import {
  isFinalStatus,
  type BackgroundTask,
} from '@background-tasks/plugin-background-tasks-common';
import { lazy, Suspense, useId } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { TaskEventLog, TaskEventSnapshot } from '../../live';
import { useWords, type Words } from '../../useWords';
import { TaskActivity } from '../TaskActivity';
import { TaskChecks } from '../TaskChecks';
import { PanelBoundary } from '../common';
import { TaskLog } from '../TaskLog';
import { causeTab } from './causeTab';
import { PanelSkeleton } from './PanelSkeleton';

// The diff is a heavy part of the page, and the details are read seldom.
const TaskChanges = lazy(async () => ({
  default: (await import('../TaskChanges')).TaskChanges,
}));
const TaskDetails = lazy(async () => ({
  default: (await import('./TaskDetails')).TaskDetails,
}));

const tabs = ['activity', 'log', 'checks', 'changes', 'details'] as const;

type TabName = (typeof tabs)[number];

const useStyles = makeStyles(theme => ({
  tabs: { borderBottom: `1px solid ${theme.palette.divider}` },
  tab: { minWidth: 72 },
  panel: { paddingTop: theme.spacing(2) },
}));

/** The parts of a task's page; the chosen one is in the URL. */
export function TaskTabs(props: {
  task: BackgroundTask;
  events: TaskEventSnapshot;
  log: TaskEventLog;
}) {
  const { task, events, log } = props;
  const classes = useStyles();
  const t = useWords();
  const id = useId();
  const [params, setParams] = useSearchParams();
  const wanted = params.get('tab');
  // A script only prints: what it does stands in the log.
  const shown = tabs.filter(tab => tab !== 'activity' || task.run === null);
  const find = (name: string | undefined | null) =>
    shown.find(tab => tab === name);
  const selected = find(wanted) ?? find(causeTab(task)) ?? shown[0];
  const select = (tab: string) =>
    setParams(
      current => {
        const next = new URLSearchParams(current);
        next.set('tab', tab);
        return next;
      },
      { replace: true },
    );
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
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-tab-${selected}`}
        className={classes.panel}
      >
        <PanelBoundary key={selected} title={t(`task.notShown.${selected}`)}>
          <Suspense fallback={<PanelSkeleton />}>
            <TabContent tab={selected} task={task} events={events} log={log} />
          </Suspense>
        </PanelBoundary>
      </div>
    </div>
  );
}

function tabLabel(tab: TabName, task: BackgroundTask, t: Words): string {
  const counts: Partial<Record<TabName, number>> = {
    checks: task.validation.gate.length || task.validation.baseline.length,
    changes: task.changedFiles.length,
  };
  const number = counts[tab];
  const title = t(`task.tabs.${tab}`);
  return number ? t('task.tabs.counted', { title, number }) : title;
}

function TabContent(props: {
  tab: TabName;
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
