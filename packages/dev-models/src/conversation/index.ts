export { describeConversation } from './describeConversation';
export { hasCheckFailure } from './hasCheckFailure';
export type {
  Conversation,
  DeclaredTool,
  Message,
  ReadConversation,
  ToolUse,
} from './types';
