export { GithubCodeHost, type GithubCodeHostOptions } from './github';
