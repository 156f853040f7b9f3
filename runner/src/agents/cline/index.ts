export { clineAgent } from './clineAgent';
