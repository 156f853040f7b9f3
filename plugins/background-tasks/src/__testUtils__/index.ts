export { anAgentTask, aTask } from './aTask';
export { FakeBackgroundTasksApi } from './FakeBackgroundTasksApi';
export { FakeEventStream } from './FakeEventStream';
export {
  aTemplate,
  FakeOverviewApi,
  someFigures,
  someInsights,
} from './FakeOverviewApi';
export { refusal } from './refusal';
export { renderPages } from './renderPages';
export { someSettings } from './someSettings';
