/**
 * What Background Tasks adds to the pages of other plugins: fields to forms of the scaffolder, a card to the home page
 * and results to the search. Each is used where that plugin is installed.
 *
 * @packageDocumentation
 */
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';
import {
  SearchFilterResultTypeBlueprint,
  SearchResultListItemBlueprint,
} from '@backstage/plugin-search-react/alpha';
import { BACKGROUND_TASK_DOCUMENT_TYPE } from '@background-tasks/plugin-background-tasks-common';
import PlaylistAddCheckIcon from '@material-ui/icons/PlaylistAddCheck';

const projectField = FormFieldBlueprint.make({
  name: 'background-tasks-project-picker',
  params: {
    field: () => import('./formFields/projectField').then(m => m.projectField),
  },
});

const repositoryField = FormFieldBlueprint.make({
  name: 'background-tasks-repository-picker',
  params: {
    field: () =>
      import('./formFields/repositoryField').then(m => m.repositoryField),
  },
});

const taskTemplateField = FormFieldBlueprint.make({
  name: 'background-tasks-template-picker',
  params: {
    field: () =>
      import('./formFields/taskTemplateField').then(m => m.taskTemplateField),
  },
});

const providerField = FormFieldBlueprint.make({
  name: 'background-tasks-provider-picker',
  params: {
    field: () =>
      import('./formFields/providerField').then(m => m.providerField),
  },
});

const homeCard = HomePageWidgetBlueprint.make({
  name: 'my-tasks',
  params: {
    name: 'MyBackgroundTasks',
    title: 'My background tasks',
    description: 'Your last background tasks, and what came of them',
    components: async () => {
      const { MyTasksCard } = await import('./components/MyTasksCard');
      return { Content: MyTasksCard };
    },
    layout: {
      width: { minColumns: 4 },
      height: { minRows: 4, defaultRows: 6 },
    },
  },
});

const searchResult = SearchResultListItemBlueprint.make({
  params: {
    predicate: result => result.type === BACKGROUND_TASK_DOCUMENT_TYPE,
    icon: <PlaylistAddCheckIcon />,
    component: async () => (await import('./search')).TaskSearchResult,
  },
});

const searchType = SearchFilterResultTypeBlueprint.make({
  name: 'background-tasks',
  params: {
    value: BACKGROUND_TASK_DOCUMENT_TYPE,
    name: 'Background tasks',
    icon: <PlaylistAddCheckIcon />,
  },
});

/** What Background Tasks adds to the scaffolder, the home page and the search. @alpha */
export default createFrontendModule({
  pluginId: 'background-tasks',
  extensions: [
    projectField,
    repositoryField,
    taskTemplateField,
    providerField,
    homeCard,
    searchResult,
    searchType,
  ],
});
