import { once } from 'node:events';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Git, GitOptions } from './Git';

/** Reads many objects through one `git cat-file --batch`. One read at a time. */
export class ObjectReader {
  private buffered: Buffer = Buffer.alloc(0);

  private constructor(private readonly child: ChildProcessWithoutNullStreams) {
    child.stdin.on('error', () => {});
    child.stdout.pause();
  }

  static open(git: Git, options: GitOptions): ObjectReader {
    return new ObjectReader(git.start(['cat-file', '--batch'], options));
  }

  /** @throws where there is no such object */
  async read(oid: string): Promise<Buffer> {
    this.child.stdin.write(`${oid}\n`);
    const header = await this.line();
    const size = Number(header.split(' ')[2]);
    if (!Number.isInteger(size)) {
      throw new Error(`git has no object ${oid}: ${header}`);
    }
    const content = await this.bytes(size);
    await this.bytes(1);
    return content;
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.stdin.end();
    this.child.stdout.resume();
    await exited;
  }

  private async line(): Promise<string> {
    for (;;) {
      const end = this.buffered.indexOf(10);
      if (end >= 0) {
        const line = this.buffered.subarray(0, end).toString();
        this.buffered = this.buffered.subarray(end + 1);
        return line;
      }
      this.buffered = Buffer.concat([this.buffered, await this.more()]);
    }
  }

  private async bytes(size: number): Promise<Buffer> {
    const parts = [this.buffered];
    let have = this.buffered.length;
    while (have < size) {
      const part = await this.more();
      parts.push(part);
      have += part.length;
    }
    const all = Buffer.concat(parts);
    this.buffered = all.subarray(size);
    return all.subarray(0, size);
  }

  private async more(): Promise<Buffer> {
    for (;;) {
      const part: unknown = this.child.stdout.read();
      if (Buffer.isBuffer(part)) return part;
      if (this.child.stdout.readableEnded) {
        throw new Error('git cat-file ended early');
      }
      await new Promise<void>(resolve => {
        const done = () => {
          this.child.stdout.off('readable', done);
          this.child.stdout.off('end', done);
          resolve();
        };
        this.child.stdout.on('readable', done);
        this.child.stdout.on('end', done);
      });
    }
  }
}
