export { openBrowser } from './openBrowser';
export { openTestPage, signIn } from './openTestPage';
