export { precommit } from './precommit';
