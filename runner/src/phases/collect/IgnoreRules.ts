import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Git, ObjectReader } from '../../git';
import type { BaseTree } from './baseTree';
import { baseName, toBytes, type RawPath } from './names';

/** Fields of one answer of `check-ignore -z -v -n`: source, line, pattern, path. */
const FIELDS = 4;
const PATTERN = 2;

/**
 * Asks git which paths the base commit's `.gitignore` files leave out. git looks at a folder that holds these files
 * alone; what the change did to them has no say.
 */
export class IgnoreRules {
  private rest = '';
  private fields: string[] = [];
  private readonly waiting: ((ignored: boolean) => void)[] = [];
  private failure: Error | undefined;
  private readonly failed: ((error: Error) => void)[] = [];

  private constructor(
    private readonly dir: string,
    private readonly child: ChildProcessWithoutNullStreams,
  ) {
    child.stdout.setEncoding('latin1');
    child.stdout.on('data', (text: string) => this.receive(text));
    child.stdin.on('error', () => {});
    child.once('close', () => {
      this.failure = new Error('git check-ignore ended early');
      for (const fail of this.failed.splice(0)) fail(this.failure);
    });
  }

  static async open(
    git: Git,
    dir: string,
    repository: string,
    base: BaseTree,
    objects: ObjectReader,
  ): Promise<IgnoreRules> {
    mkdirSync(dir, { recursive: true });
    for (const [path, { mode, oid }] of base.files) {
      if (baseName(path) !== '.gitignore' || mode === '120000') continue;
      const file = Buffer.concat([Buffer.from(`${dir}/`), toBytes(path)]);
      makeParent(dir, path);
      writeFileSync(file, await objects.read(oid));
    }
    const child = git.start(
      ['check-ignore', '--stdin', '-z', '-v', '-n', '--no-index'],
      { cwd: dir, env: { GIT_DIR: repository, GIT_WORK_TREE: dir } },
    );
    return new IgnoreRules(dir, child);
  }

  /** Whether the rules leave out this file or, as a whole, this folder. */
  async ignores(path: RawPath, isFolder: boolean): Promise<boolean> {
    if (this.failure) throw this.failure;
    // Rules for folders only (`build/`) look whether there is one.
    if (isFolder) {
      mkdirSync(Buffer.concat([Buffer.from(`${this.dir}/`), toBytes(path)]), {
        recursive: true,
      });
    }
    const answer = new Promise<boolean>((resolve, reject) => {
      this.waiting.push(resolve);
      this.failed.push(reject);
    });
    this.child.stdin.write(Buffer.concat([toBytes(path), Buffer.from([0])]));
    return await answer;
  }

  async close(): Promise<void> {
    if (this.failure) return;
    const closed = new Promise<void>(resolve => {
      this.child.once('close', () => resolve());
    });
    this.child.stdin.end();
    await closed;
  }

  private receive(text: string) {
    const parts = (this.rest + text).split('\0');
    this.rest = parts.pop() ?? '';
    for (const part of parts) {
      this.fields.push(part);
      if (this.fields.length < FIELDS) continue;
      const pattern = this.fields[PATTERN];
      this.fields = [];
      this.failed.shift();
      // No pattern: no rule matched. `!…`: the last rule that matched takes it back in.
      this.waiting.shift()?.(pattern !== '' && !pattern.startsWith('!'));
    }
  }
}

function makeParent(dir: string, path: RawPath) {
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  if (parent === '') return;
  mkdirSync(Buffer.concat([Buffer.from(join(dir, '/')), toBytes(parent)]), {
    recursive: true,
  });
}
