export { codexCliAgent } from './codexCliAgent';
