export * from './AgentAdapter';
export * from './AgentWord';
export * from './refusals';
export * from './registry';
