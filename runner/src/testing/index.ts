export * from './LocalRun';
export * from './waitFor';
export * from './workshop';
export * from './Bench';
export * from './dumbGitServer';
export * from './isolations';
export * from './forger';
export * from './replayAgent';
