export { readPullRequests } from './readPullRequests';
export { scheduleMaintenance } from './scheduleMaintenance';
export { sweep } from './sweep';
export type { Retention } from './sweep';
