import { join } from 'node:path';
import type { AgentContext } from './AgentAdapter';

/**
 * Where the agent's models are, and with which key.
 *
 * @throws Error where the task was given none
 */
export function gatewayOf({ spec, modelToken }: AgentContext): {
  url: string;
  key: string;
} {
  const { gatewayUrl, provider } = spec.agent;
  if (gatewayUrl === undefined || modelToken === undefined) {
    throw new Error(`The agent '${provider}' was given no access to a model.`);
  }
  return { url: gatewayUrl, key: modelToken };
}

/** The model that the agent is told to use. @throws Error where there is none */
export function modelOf({ spec }: AgentContext): string {
  const { model, provider } = spec.agent;
  if (model === undefined) {
    throw new Error(`The agent '${provider}' was told no model to use.`);
  }
  return model;
}

/** An agent's program: of its installation, or of the image's PATH. */
export function programOf({ spec }: AgentContext, name: string): string {
  const { installation } = spec.agent;
  return installation === undefined ? name : join(installation, 'bin', name);
}
