export { createTaskMetrics } from './createTaskMetrics';
export { createTaskTelemetry, noTelemetry } from './createTaskTelemetry';
export { PhaseClock } from './PhaseClock';
export type { EndedPhase, TaskMetrics, TaskTelemetry } from './TaskTelemetry';
export { currentTraceParent } from './traceParent';
export { traceRequest } from './traceRequest';
