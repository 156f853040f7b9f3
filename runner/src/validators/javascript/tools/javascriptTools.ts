import type { Tool } from '../../Ecosystem';
import { monorepoTools } from '../monorepoTools';
import { builders } from './builders';
import { bystanders } from './bystanders';
import { launchers } from './launchers';
import { linters } from './linters';
import { managers } from './managers';
import { testRunners } from './testRunners';

/** Programs of JavaScript repositories. */
export const javascriptTools: readonly Tool[] = [
  ...managers,
  ...launchers,
  ...monorepoTools,
  ...linters,
  ...testRunners,
  ...builders,
  ...bystanders,
];
