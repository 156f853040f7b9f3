export { phaseEnvironment } from './environment';
export { killMarked } from './processes';
export { canUseNamespaces } from './probe';
export { supervise } from './supervise';
