export { just } from './just';
