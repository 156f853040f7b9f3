export { EntityTasks } from './EntityTasks';
export { EntityTasksCard } from './EntityTasksCard';
