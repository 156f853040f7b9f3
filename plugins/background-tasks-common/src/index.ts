/**
 * What browser, backend and runner of Background Tasks all speak.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './api';
export * from './changes';
export * from './client';
export * from './EventAdmission';
export * from './localRun';
export * from './permissions';
export * from './placeholders';
export * from './runSpec';
export * from './runnerEvent';
export * from './search';
export * from './signals';
export * from './task';
export * from './usage';
export * from './validation';
export * from './workspace';
