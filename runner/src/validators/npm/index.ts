export { npmValidator } from './npmValidator';
export { readOutput } from './output';
