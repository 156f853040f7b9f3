import type { ModelDialect } from '@background-tasks/plugin-background-tasks-node';
import { anthropic } from './anthropic';
import type { Dialect } from './Dialect';
import { gemini } from './gemini';
import { openAiChat, openAiResponses } from './openai';

/** The APIs that the gateway speaks. */
export const dialects: Readonly<Record<ModelDialect, Dialect>> = {
  anthropic,
  gemini,
  'openai-chat': openAiChat,
  'openai-responses': openAiResponses,
};
