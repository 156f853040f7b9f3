export { printTable, Report } from './report';
