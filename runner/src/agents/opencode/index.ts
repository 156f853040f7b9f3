export { opencodeAgent } from './opencodeAgent';
