export { TaskActivity } from './TaskActivity';
