export { PathsProvider } from './PathsProvider';
export { usePaths, type Paths } from './usePaths';
