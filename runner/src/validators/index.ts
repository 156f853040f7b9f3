export * from './discover';
export { ChecksFileError, CHECKS_FILE } from './evidence/repositoryFile';
export { narrow, narrowCommand } from './narrow';
export * from './Validator';
