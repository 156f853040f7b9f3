export {
  GithubCodeHost,
  type GithubCodeHostOptions,
  type RetryEvent,
  type RetryOptions,
} from './github';
