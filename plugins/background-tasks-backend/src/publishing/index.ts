export {
  GithubCodeHost,
  type GithubCodeHostOptions,
  type RetryEvent,
  type RetryOptions,
} from './github';
export {
  readOnConflict,
  readPublishing,
  type OnConflict,
  type PublishingSettings,
} from './settings';
