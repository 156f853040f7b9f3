export { npmValidator } from './npmValidator';
