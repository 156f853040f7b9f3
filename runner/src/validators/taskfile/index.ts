export { taskfile } from './taskfile';
