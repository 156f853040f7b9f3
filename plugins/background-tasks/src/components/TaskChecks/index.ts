export { CheckResultLabel } from './CheckResultLabel';
export { FailureList } from './FailureList';
export { TaskChecks } from './TaskChecks';
