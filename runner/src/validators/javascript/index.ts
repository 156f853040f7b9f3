export { javascript } from './javascript';
