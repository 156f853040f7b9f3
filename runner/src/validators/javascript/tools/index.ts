export { javascriptTools } from './javascriptTools';
