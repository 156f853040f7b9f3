export { ranks, type CiLine } from './CiLine';
export { readCi } from './readCi';
