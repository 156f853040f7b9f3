export * from './runChecks';
