export { runValidatePhase } from './validatePhase';
