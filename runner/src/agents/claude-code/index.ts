export { claudeCodeAgent } from './claudeCodeAgent';
