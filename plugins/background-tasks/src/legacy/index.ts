/**
 * Background Tasks for portals on the legacy frontend system.
 *
 * @packageDocumentation
 */
export { backgroundTasksPlugin } from './plugin';
export {
  BackgroundTaskSearchResultListItem,
  BackgroundTasksPage,
  EntityBackgroundTasksCard,
  EntityBackgroundTasksContent,
  HomePageMyBackgroundTasks,
} from './extensions';
export {
  BackgroundTasksProjectPickerFieldExtension,
  BackgroundTasksProviderPickerFieldExtension,
  BackgroundTasksRepositoryPickerFieldExtension,
  BackgroundTasksTemplatePickerFieldExtension,
} from './fieldExtensions';
export { isComponentWithRepository as isBackgroundTasksAvailable } from '../entityRepository';
export { backgroundTasksApiRef } from '../api';
export { backgroundTasksTranslationRef } from '../translation';
