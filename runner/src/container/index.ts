export { joinParts } from './joinParts';
export { runInContainer } from './runInContainer';
