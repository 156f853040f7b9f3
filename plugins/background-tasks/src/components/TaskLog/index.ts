export { TaskLog } from './TaskLog';
