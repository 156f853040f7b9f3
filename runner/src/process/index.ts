export * from './errno';
export * from './runCommand';
