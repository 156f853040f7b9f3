export { CheckList } from './CheckList';
export { TaskChecks } from './TaskChecks';
