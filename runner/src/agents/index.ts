export * from './AgentAdapter';
export * from './registry';
