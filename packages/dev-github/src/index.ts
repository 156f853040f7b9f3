export { startDevGithub } from './startDevGithub';
export type {
  AddTokenOptions,
  CreatedRepository,
  CreateRepositoryOptions,
  DevGithub,
  DevGithubLogger,
  DevGithubOptions,
  Permission,
  RecordedRequest,
  SetPermissionOptions,
  TokenScope,
} from './types';
