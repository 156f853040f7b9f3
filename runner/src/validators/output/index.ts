export { countOf, matchLines } from './patterns';
export { readOutput } from './readOutput';
