export { alteredBy } from './alterations';
export { filesOf, packageFiles, workflow } from './filesOf';
export { commandsOf, notChosenOf } from './plans';
export { definitionOf, fetchOf, readingOf, setupOf } from './readings';
