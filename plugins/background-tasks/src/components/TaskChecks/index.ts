export { TaskChecks } from './TaskChecks';
