export { php } from './php';
