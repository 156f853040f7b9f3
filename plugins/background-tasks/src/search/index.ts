export { TaskSearchResult } from './TaskSearchResult';
