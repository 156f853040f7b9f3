export { makeFromAbove } from './buildFolder';
export { cmake } from './cmake';
export { readCompiler } from './output';
