export * from './judge';
export * from './runChecks';
