export { canUseNamespaces } from './probe';
export { supervise } from './supervise';
