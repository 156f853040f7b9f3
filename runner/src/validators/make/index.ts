export { make } from './make';
