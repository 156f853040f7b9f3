import fs from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  spoolRecordSchema,
  type SpoolRecord,
} from '@background-tasks/plugin-background-tasks-common';
import type {
  RunBatch,
  RunUpdate,
} from '@background-tasks/plugin-background-tasks-node';

/** What is read from the spool at once, at most: one bundle chunk is some 90 KB. */
const READ_BYTES = 1024 * 1024;
/** How often the spool is looked at when nothing new is there. */
const POLL_MS = 100;

const lost: RunUpdate = {
  type: 'end',
  reason: 'lost',
  message:
    'The process that supervised the run is gone (was the machine restarted, or out of memory?)',
};

/**
 * Reads a spool from a byte offset until its `end` record. Only whole lines count: the cursor stands after the last
 * one that was given out.
 *
 * @param isAlive - asked when the spool has no news; a dead supervisor will write no more
 */
export async function* followSpool(options: {
  file: string;
  cursor?: string;
  signal: AbortSignal;
  isAlive: () => Promise<boolean>;
}): AsyncGenerator<RunBatch> {
  const { file, signal, isAlive } = options;
  let offset = Number(options.cursor ?? 0);
  let lastWords = false;
  while (!signal.aborted) {
    const { records, bytes } = await readRecords(file, offset);
    if (records.length > 0) {
      offset += bytes;
      lastWords = false;
      yield { updates: records.map(toUpdate), cursor: String(offset) };
      if (records.some(record => record.record === 'end')) return;
      continue;
    }
    // Dead without an end. What it wrote last may have come after our read: look once more.
    if (lastWords) {
      yield { updates: [lost], cursor: String(offset) };
      return;
    }
    lastWords = !(await isAlive());
    if (!lastWords) await sleep(POLL_MS, undefined, { signal }).catch(() => {});
  }
}

async function readRecords(
  file: string,
  offset: number,
): Promise<{ records: SpoolRecord[]; bytes: number }> {
  const handle = await fs.open(file, 'r').catch(() => undefined);
  if (!handle) return { records: [], bytes: 0 };
  try {
    const buffer = Buffer.alloc(READ_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, READ_BYTES, offset);
    const end = buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1;
    const lines = buffer.subarray(0, end).toString().split('\n').slice(0, -1);
    return { records: lines.map(parseRecord), bytes: end };
  } finally {
    await handle.close();
  }
}

function parseRecord(line: string): SpoolRecord {
  return spoolRecordSchema.parse(JSON.parse(line));
}

function toUpdate(record: SpoolRecord): RunUpdate {
  switch (record.record) {
    case 'event':
      return { type: 'event', event: record.event };
    case 'phaseStart':
      return { type: 'phaseStart', phase: record.phase };
    case 'phaseEnd': {
      const { phase, exitCode, signal } = record;
      return { type: 'phaseEnd', phase, exitCode, signal };
    }
    case 'end':
      return { type: 'end', reason: record.reason, message: record.message };
    default:
      return record satisfies never;
  }
}
