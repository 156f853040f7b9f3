export { describeRun } from './describeRun';
