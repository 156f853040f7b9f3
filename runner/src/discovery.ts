/** What measures discovery needs of the runner. */
export { Git, treeFiles, type TreeFiles } from './git';
export {
  discoverChecks,
  type PlannedCommand,
  type ValidationPlan,
} from './validators';
