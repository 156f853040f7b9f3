export { filesOf, packageFiles, workflow } from './filesOf';
export { commandsOf, notChosenOf } from './plans';
