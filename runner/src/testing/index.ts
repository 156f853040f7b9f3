export * from './LocalRun';
export * from './waitFor';
export * from './workshop';
