export { TaskChanges } from './TaskChanges';
