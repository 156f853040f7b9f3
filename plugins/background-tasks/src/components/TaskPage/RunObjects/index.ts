export { RunObjects } from './RunObjects';
