export { createRedact, secretsOfIntegrations } from './redact';
export type { Redact } from './redact';
export { hashRunToken, newRunToken } from './runTokens';
