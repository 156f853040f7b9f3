import type { ModelInfo } from '@anthropic-ai/sdk/resources/models';
import type { Model } from 'openai/resources/models';

/** The server plays whichever model it is asked for; these are the ones that it lists. */
const MODELS = ['scripted', 'scripted-small'];
const BIRTH = new Date('2025-01-01T00:00:00Z');

/** Whose words are used. */
export type Provider = 'anthropic' | 'openai' | 'gemini';

type GeminiModel = {
  name: string;
  displayName: string;
  supportedGenerationMethods: string[];
};

/** The list of models, as the provider words it. */
export function listModels(provider: Provider) {
  const data = MODELS.map(model => describeModel(provider, model));
  if (provider === 'openai') return { object: 'list', data };
  if (provider === 'gemini') return { models: data };
  return {
    data,
    has_more: false,
    first_id: MODELS[0],
    last_id: MODELS[MODELS.length - 1],
  };
}

/** A model, whatever its name, as the provider words it. */
export function describeModel(
  provider: Provider,
  id: string,
): ModelInfo | Model | GeminiModel {
  if (provider === 'gemini') {
    return {
      name: `models/${id}`,
      displayName: id,
      supportedGenerationMethods: ['generateContent', 'countTokens'],
    };
  }
  if (provider === 'openai') {
    return {
      id,
      object: 'model',
      created: BIRTH.getTime() / 1000,
      owned_by: 'dev-models',
    };
  }
  return {
    id,
    type: 'model',
    display_name: id,
    created_at: BIRTH.toISOString(),
    deprecated_at: null,
    retires_at: null,
    lifecycle: 'active',
    line: null,
    capabilities: null,
    max_input_tokens: null,
    max_tokens: null,
  };
}
