import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';

const MAX_BYTES = 1024 * 1024;

/** The supervisor's own log, for administrators: what the phases say on standard error, and its own troubles. */
export class BoundedLog {
  private room: number;

  private constructor(private readonly fd: number) {
    this.room = MAX_BYTES - fstatSync(fd).size;
  }

  static open(file: string): BoundedLog {
    return new BoundedLog(openSync(file, 'a', 0o600));
  }

  /** Never fails: a log that cannot be written must not end a run. */
  write(text: string | Buffer) {
    const bytes = Buffer.from(text).subarray(0, Math.max(0, this.room));
    if (bytes.length === 0) return;
    this.room -= bytes.length;
    try {
      writeSync(this.fd, bytes);
    } catch {
      this.room = 0;
    }
  }

  close() {
    closeSync(this.fd);
  }
}
