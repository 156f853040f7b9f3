export { GithubCodeHost, type GithubCodeHostOptions } from './GithubCodeHost';
export type { RetryEvent, RetryOptions } from './Retries';
