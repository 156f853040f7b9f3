import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** The list of tasks. @public */
export const rootRouteRef = createRouteRef();

/**
 * The form for a new task. The query may prefill it: `project`, `entityRef`, `repository`, `branch`, `instructions`,
 * `provider`, `model`, `run`, `name`, `timeoutMinutes`, `budgetUsd`, `budgetTokens`, `repairRounds`, `check` (once
 * per command), `output` (`fork`), `draft` (`true`).
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
