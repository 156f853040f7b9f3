/**
 * What browser, backend and runner of Background Tasks all speak.
 *
 * @packageDocumentation
 */
export * from './api';
export * from './changes';
export * from './client';
export * from './localRun';
export * from './permissions';
export * from './runSpec';
export * from './runnerEvent';
export * from './task';
export * from './validation';
