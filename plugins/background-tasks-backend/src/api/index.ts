export { Callers } from './Callers';
export { createAudited } from './createAudited';
export { createRouter } from './createRouter';
