import { create, createWithPermissions } from './create';
import { gateway } from './gateway';
import { get, getWithPermissions } from './get';
import { idle } from './idle';
import { latency } from './latency';
import { list, listWithPermissions } from './list';
import { memory } from './memory';
import { throughput } from './throughput';
import type { Measure } from './types';

/** All parts of the benchmark, in the order of the table. */
export const measures: Measure[] = [
  create,
  get,
  list,
  createWithPermissions,
  getWithPermissions,
  listWithPermissions,
  latency,
  idle,
  throughput,
  gateway,
  memory,
];
