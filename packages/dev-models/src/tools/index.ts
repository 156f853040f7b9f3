export { toToolCalls } from './toToolCalls';
export type { ToolCall } from './types';
