export { startSystem } from './system/startSystem';
export type { DemoSystem, StartSystemOptions } from './system/startSystem';
export { BackendProcess } from './system/BackendProcess';
export { freePort } from './system/freePort';
export { repositoryRoot } from './system/repositoryRoot';
export { abortOnInterrupt, isInterruption } from './terminal/interruption';
export { testUsersModule } from './testing/testUsers';
