export { backgroundTasksApiRef } from './backgroundTasksApiRef';
export { errorField, errorMessage, errorStatus } from './errors';
