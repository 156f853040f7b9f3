export { aiderAgent } from './aiderAgent';
