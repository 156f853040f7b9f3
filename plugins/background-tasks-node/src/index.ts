/**
 * What other backend plugins may extend or call in Background Tasks.
 *
 * @packageDocumentation
 */
export * from './AgentProvider';
export * from './BackgroundTasksService';
export * from './CodeHost';
export * from './TaskExecutor';
export * from './extensionPoints';
export * from './permissionRules';
export * from './templatePermissionRules';
export * from './toolchainFolders';
