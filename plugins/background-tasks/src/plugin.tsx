import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
  EntityContextMenuItemBlueprint,
  EntityIconLinkBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { BackgroundTasksClient } from '@background-tasks/plugin-background-tasks-common';
import PlaylistAddCheckIcon from '@material-ui/icons/PlaylistAddCheck';
import { backgroundTasksApiRef } from './api';
import { isComponentWithRepository } from './entityRepository';
import { useNewTaskOfEntity } from './useNewTaskOfEntity';
import {
  editTemplateRouteRef,
  insightsRouteRef,
  newTaskRouteRef,
  newTemplateRouteRef,
  rootRouteRef,
  settingsRouteRef,
  taskRouteRef,
  templateRouteRef,
  templatesRouteRef,
} from './routes';

const backgroundTasksApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: backgroundTasksApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new BackgroundTasksClient({ discoveryApi, fetchApi }),
    }),
});

const backgroundTasksPage = PageBlueprint.make({
  params: {
    path: '/background-tasks',
    routeRef: rootRouteRef,
    title: 'Background tasks',
    icon: <PlaylistAddCheckIcon fontSize="inherit" />,
    loader: () =>
      import('./components/BackgroundTasksRouter').then(m => (
        // The header of the page keeps its distance itself.
        <m.BackgroundTasksRouter spaced />
      )),
  },
});

const entityContent = EntityContentBlueprint.make({
  params: {
    path: '/background-tasks',
    title: 'Background tasks',
    group: 'development',
    filter: isComponentWithRepository,
    loader: () =>
      import('./components/EntityTasks').then(m => <m.EntityTasks />),
  },
});

const entityCard = EntityCardBlueprint.make({
  params: {
    filter: isComponentWithRepository,
    type: 'info',
    loader: () =>
      import('./components/EntityTasks').then(m => <m.EntityTasksCard />),
  },
});

const entityIconLink = EntityIconLinkBlueprint.make({
  params: {
    filter: isComponentWithRepository,
    useProps: () => {
      const { title, href, refusal } = useNewTaskOfEntity();
      return {
        label: title,
        href,
        icon: <PlaylistAddCheckIcon />,
        disabled: refusal !== undefined,
        title: refusal,
      };
    },
  },
});

const entityMenuItem = EntityContextMenuItemBlueprint.make({
  params: {
    filter: isComponentWithRepository,
    icon: <PlaylistAddCheckIcon fontSize="inherit" />,
    useProps: () => {
      const { title, href, refusal } = useNewTaskOfEntity();
      // An entry of a menu has no room for a reason but its own words.
      return refusal === undefined
        ? { title, href }
        : { title: `${title}: ${refusal}`, href, disabled: true };
    },
  },
});

/** The pages of Background Tasks for the new frontend system. @public */
export default createFrontendPlugin({
  pluginId: 'background-tasks',
  title: 'Background tasks',
  icon: <PlaylistAddCheckIcon fontSize="inherit" />,
  info: { packageJson: () => import('../package.json') },
  extensions: [
    backgroundTasksApi,
    backgroundTasksPage,
    entityContent,
    entityCard,
    entityIconLink,
    entityMenuItem,
  ],
  routes: {
    root: rootRouteRef,
    newTask: newTaskRouteRef,
    task: taskRouteRef,
    templates: templatesRouteRef,
    newTemplate: newTemplateRouteRef,
    template: templateRouteRef,
    editTemplate: editTemplateRouteRef,
    insights: insightsRouteRef,
    settings: settingsRouteRef,
  },
});
