export * from './discover';
export { ChecksFileError, CHECKS_FILE } from './evidence/repositoryFile';
export { narrow } from './narrow';
export * from './Validator';
