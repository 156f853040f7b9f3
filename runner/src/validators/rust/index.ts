export { rust } from './rust';
