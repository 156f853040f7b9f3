export { kindOfName, kindOfPath, namesService, principalKind } from './kinds';
export * from './options';
export * from './paths';
export { repositoryScript } from './repositoryScript';
export { ToolIndex } from './ToolIndex';
export * from './trace';
export { type Leaf, type Trace, type Tracer } from './types';
