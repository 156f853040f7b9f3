export { EntityTasks } from './EntityTasks';
