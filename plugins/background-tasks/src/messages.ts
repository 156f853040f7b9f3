import { commonMessages } from './components/common/messages';
import { entityMessages } from './components/EntityTasks/messages';
import { homeMessages } from './components/MyTasksCard/messages';
import { newTaskMessages } from './components/NewTaskPage/messages';
import { activityMessages } from './components/TaskActivity/messages';
import { changesMessages } from './components/TaskChanges/messages';
import { checksMessages } from './components/TaskChecks/messages';
import { runObjectsMessages } from './components/TaskPage/RunObjects/messages';
import { taskListMessages } from './components/TaskListPage/messages';
import { logMessages } from './components/TaskLog/messages';
import { detailsMessages } from './components/TaskPage/detailsMessages';
import { insightsMessages } from './components/InsightsPage/messages';
import { settingsMessages } from './components/SettingsPage/messages';
import { taskMessages } from './components/TaskPage/messages';
import { templateFormMessages } from './components/TemplateForm/messages';
import { templatesMessages } from './components/TemplatesPage/messages';
import { formFieldMessages } from './formFields/messages';

/** The words of this plugin's pages, in English. */
export const backgroundTasksMessages = {
  nav: {
    label: 'Background tasks',
    tasks: 'Tasks',
    templates: 'Templates',
    insights: 'Insights',
    settings: 'Settings',
  },
  common: commonMessages,
  taskList: taskListMessages,
  newTask: newTaskMessages,
  task: taskMessages,
  details: detailsMessages,
  runObjects: runObjectsMessages,
  activity: activityMessages,
  checks: checksMessages,
  changes: changesMessages,
  log: logMessages,
  templates: templatesMessages,
  templateForm: templateFormMessages,
  insights: insightsMessages,
  settings: settingsMessages,
  entity: entityMessages,
  home: homeMessages,
  formFields: formFieldMessages,
} as const;
