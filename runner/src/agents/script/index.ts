export { scriptAgent } from './scriptAgent';
