export { startSystem } from './system/startSystem';
export type { DemoSystem, StartSystemOptions } from './system/startSystem';
