export { Callers } from './Callers';
export { createRouter } from './createRouter';
