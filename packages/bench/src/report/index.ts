export { printTable } from './printTable';
export { Report } from './Report';
export type { ReportRow } from './Report';
