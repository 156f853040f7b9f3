import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { entityMessages } from './components/EntityTasks/messages';
import { homeMessages } from './components/MyTasksCard/messages';
import { newTaskMessages } from './components/NewTaskPage/messages';
import { runObjectsMessages } from './components/TaskPage/RunObjects/messages';
import { taskListMessages } from './components/TaskListPage/messages';

/**
 * The words of this plugin's pages. Portals bring other languages with `createTranslationResource`.
 *
 * @public
 */
export const backgroundTasksTranslationRef = createTranslationRef({
  id: 'background-tasks',
  messages: {
    nav: {
      label: 'Background tasks',
      tasks: 'Tasks',
      templates: 'Templates',
      insights: 'Insights',
      settings: 'Settings',
    },
    newTask: newTaskMessages,
    entity: entityMessages,
    home: homeMessages,
    taskList: taskListMessages,
    runObjects: runObjectsMessages,
  },
});
