export type { Fault, FaultRule, FaultSwitches } from './faults';
export { startDevGithub } from './startDevGithub';
export type {
  AddAppOptions,
  AddTokenOptions,
  ConfigureRepositoryOptions,
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
