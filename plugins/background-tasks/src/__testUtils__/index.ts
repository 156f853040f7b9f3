export { anAgentTask, aTask } from './aTask';
export { FakeBackgroundTasksApi } from './FakeBackgroundTasksApi';
export { FakeEventStream } from './FakeEventStream';
export { refusal } from './refusal';
export { renderPages } from './renderPages';
