export { ruby } from './ruby';
