import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** The list of tasks. @public */
export const rootRouteRef = createRouteRef();

/**
 * The form for a new task. The query may prefill it: `project`, `entityRef`, `repository`, `branch`, `template`,
 * `param.<name>` (a value of the template's parameter), `instructions`, `provider`, `model`, `run`, `name`,
 * `timeoutMinutes`, `budgetUsd`, `budgetTokens`, `repairRounds`, `check` (once per command), `output` (`fork`),
 * `draft` (`true`), `target`, `label` and `reviewer` (once each).
 *
 * @public
 */
export const newTaskRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/new',
});

/** The page of one task. @public */
export const taskRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/:project/:name',
});

/** The list of templates. @public */
export const templatesRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/templates',
});

/**
 * The form for a new template; one path segment, so that it is never taken for a task. The query may name the task
 * that the template is made from: `project`, `fromTask`.
 *
 * @public
 */
export const newTemplateRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/new-template',
});

/** The page of one template. @public */
export const templateRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/templates/:project/:name',
});

/** The form that changes a template. @public */
export const editTemplateRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/templates/:project/:name/edit',
});

/** What became of all tasks. @public */
export const insightsRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/insights',
});

/** Projects, providers and rules in force. @public */
export const settingsRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/settings',
});
