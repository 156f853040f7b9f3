import type { Who } from '../load/BenchClient';
import type { BenchSystem, Database } from '../system/startBenchSystem';

/** A row of the table, by what it says. */
export type RowName = {
  title: string;
  unit: 'ms' | '1/s' | '%' | 'MB' | 'events';
  /** Which values are good ones. */
  better: 'lower' | 'higher';
  /** What our value must reach, in words. */
  target?: string;
};

/** Notes a value; one row may get several, of which the median counts. */
export type Record = (row: RowName, who: Who | 'floor', value: number) => void;

/** What a measure works with. */
export type MeasureContext = BenchSystem & {
  database: Database;
  /** Fewer rounds and smaller sizes, for a first look. */
  quick: boolean;
  /** How often each value is taken. */
  rounds: number;
  record: Record;
  signal: AbortSignal;
};

/** A part of the benchmark; each begins with a system of its own. */
export type Measure = {
  name: string;
  /** Whether the permission framework is on: it is off if left out, as the peer was measured. */
  permissions?: boolean;
  run(context: MeasureContext): Promise<void>;
};
