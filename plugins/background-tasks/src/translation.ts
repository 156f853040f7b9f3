import { createTranslationRef } from '@backstage/frontend-plugin-api';
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
    newTask: {
      title: 'New task',
    },
    taskList: taskListMessages,
  },
});
