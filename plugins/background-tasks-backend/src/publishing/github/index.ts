export { GithubCodeHost, type GithubCodeHostOptions } from './GithubCodeHost';
