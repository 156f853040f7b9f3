export { LocalExecutor } from './LocalExecutor';
export type { LocalExecutorOptions } from './LocalExecutor';
export { portalFolders } from './portalFolders';
export { readLocalLimits } from './readLocalLimits';
