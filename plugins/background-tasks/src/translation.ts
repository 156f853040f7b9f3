import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { backgroundTasksMessages } from './messages';

/**
 * The words of this plugin's pages. Portals bring other languages with `createTranslationResource`.
 *
 * @public
 */
export const backgroundTasksTranslationRef = createTranslationRef({
  id: 'background-tasks',
  messages: backgroundTasksMessages,
});
