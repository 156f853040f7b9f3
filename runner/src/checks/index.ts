export * from './CheckEnvironment';
export * from './failures';
export * from './judge';
export * from './report';
export * from './runCheck';
export * from './runCleanly';
export * from './runSetup';
export * from './TreeKeeper';
