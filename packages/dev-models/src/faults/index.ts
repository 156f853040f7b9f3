export { Faults } from './Faults';
export type { Fault, FaultRule, FaultSwitches } from './types';
