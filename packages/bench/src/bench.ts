import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { abortOnInterrupt, repositoryRoot } from '@background-tasks/demo';
import { measures, type Measure } from './measures';
import { printTable, Report, type ReportRow } from './report';
import {
  databases,
  postgresUrl,
  startBenchSystem,
  type Database,
} from './system/startBenchSystem';
import { runMain } from './runMain';

const FOLDER = join(repositoryRoot, '.bench');
/** Medians are taken of so many. */
const ROUNDS = 3;

type Options = {
  measures: Measure[];
  databases: Database[];
  quick: boolean;
  json: boolean;
};

/** What a whole benchmark came to. */
type Result = {
  startedAt: string;
  machine: { cores: number; model: string; node: string };
  quick: boolean;
  tables: { database: Database; rows: ReportRow[] }[];
};

async function main(): Promise<void> {
  const options = readOptions();
  const signal = abortOnInterrupt();
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const result: Result = {
    startedAt: new Date().toISOString(),
    machine: {
      cores: cpus().length,
      model: cpus()[0]?.model ?? 'unknown',
      node: process.version,
    },
    quick: options.quick,
    tables: [],
  };
  for (const database of options.databases) {
    const report = new Report();
    for (const measure of options.measures) {
      say(`${database}: ${measure.name}`);
      const began = performance.now();
      await runMeasure(measure, database, options, report, signal);
      say(`  ${((performance.now() - began) / 1000).toFixed(0)} s`);
    }
    result.tables.push({ database, rows: report.table() });
    await save(result);
  }
  process.stdout.write(
    options.json ? `${JSON.stringify(result, undefined, 2)}\n` : print(result),
  );
  say(`Written to ${FOLDER}`);
}

async function runMeasure(
  measure: Measure,
  database: Database,
  options: Options,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const system = await startBenchSystem({
    directory: join(FOLDER, 'system'),
    database,
    permissions: measure.permissions ?? false,
    signal,
  });
  let leave: (reason: unknown) => void = () => {};
  const interrupted = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave);
  });
  try {
    const { quick } = options;
    const rounds = quick ? 1 : ROUNDS;
    const { record } = report;
    await Promise.race([
      measure.run({ ...system, database, quick, rounds, record, signal }),
      interrupted,
    ]);
  } finally {
    signal.removeEventListener('abort', leave);
    await system.stop();
  }
}

function readOptions(): Options {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      database: { type: 'string' },
    },
  });
  const chosen = databases.filter(
    name => values.database === undefined || values.database === name,
  );
  if (chosen.length === 0) {
    throw new Error(`--database is one of ${databases.join(', ')}`);
  }
  if (chosen.includes('postgres') && !postgresUrl()) {
    throw new Error(
      'PostgreSQL is not installed: measure with --database sqlite alone',
    );
  }
  const names = measures.map(({ name }) => name);
  const unknown = positionals.find(name => !names.includes(name));
  if (unknown) {
    throw new Error(`There is no '${unknown}'; there are ${names.join(', ')}`);
  }
  return {
    measures: measures.filter(
      ({ name }) => positionals.length === 0 || positionals.includes(name),
    ),
    databases: chosen,
    quick: values.quick,
    json: values.json,
  };
}

function print({ machine, quick, tables }: Result): string {
  const how = quick ? 'one round' : `medians of ${ROUNDS}`;
  return tables
    .map(
      ({ database, rows }) =>
        `\n## ${database} (${machine.cores} cores, ${machine.model}, Node ${
          machine.node
        }, ${how})\n\n${printTable(rows)}\n`,
    )
    .join('');
}

async function save(result: Result): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const name = result.startedAt.replace(/[:.]/g, '-');
  await writeFile(
    join(FOLDER, `${name}.json`),
    JSON.stringify(result, undefined, 2),
  );
  await writeFile(join(FOLDER, `${name}.md`), print(result));
}

runMain(main);
