export { thisBrowser, type Browser } from './browser';
export { TaskEventsHub } from './TaskEventsHub';
