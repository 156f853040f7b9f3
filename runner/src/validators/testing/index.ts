export { filesOf, packageFiles, workflow } from './filesOf';
export { commandsOf, notChosenOf } from './plans';
export { definitionOf, readingOf, setupOf } from './readings';
