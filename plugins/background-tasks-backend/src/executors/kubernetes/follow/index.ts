export { RunFollower, type FollowOptions } from './RunFollower';
