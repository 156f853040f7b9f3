export { ownersOf } from './codeOwners';
export { conventionalRules, type CommitRules } from './commitlint';
export { conventionalSubject } from './conventionalSubject';
export type { PastCommit } from './history';
export { prefixedSubject } from './prefixedSubject';
export {
  noConventions,
  readConventions,
  type Conventions,
} from './readConventions';
