export { maven } from './maven';
