import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  writeSync,
} from 'node:fs';
import type { SpoolRecord } from '@background-tasks/plugin-background-tasks-common';

/** The file through which a run tells what happens: whole lines, only ever appended. */
export class Spool {
  private size: number;

  private constructor(private readonly fd: number) {
    this.size = fstatSync(fd).size;
  }

  static open(file: string): Spool {
    return new Spool(openSync(file, 'a', 0o600));
  }

  /** @throws where the disk is full; nothing of the record is in the file then */
  append(record: SpoolRecord) {
    const line = Buffer.from(`${JSON.stringify(record)}\n`);
    try {
      for (let at = 0; at < line.length; ) at += writeSync(this.fd, line, at);
      this.size += line.length;
    } catch (error) {
      ftruncateSync(this.fd, this.size);
      throw error;
    }
  }

  /** Returns when all that was appended outlives a crash of the machine. */
  sync() {
    fsyncSync(this.fd);
  }

  close() {
    closeSync(this.fd);
  }
}
