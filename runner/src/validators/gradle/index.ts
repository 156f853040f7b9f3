export { gradle } from './gradle';
