import type { ChildProcessWithoutNullStreams } from 'node:child_process';

const OBJECT_TYPES = ['blob', 'tree', 'commit', 'tag'] as const;
const MAX_BYTES = 128 * 1024 * 1024;
const LINE_FEED = 0x0a;

export type ObjectType = (typeof OBJECT_TYPES)[number];

/** What a name leads to. */
export interface ObjectInfo {
  sha: string;
  type: ObjectType;
  /** In bytes. */
  size: number;
}

export interface GitObject {
  sha: string;
  type: ObjectType;
  data: Buffer;
}

interface Question {
  withContents: boolean;
  resolve: (object: (ObjectInfo & { data?: Buffer }) | undefined) => void;
  reject: (error: Error) => void;
}

/**
 * Reads objects and names of one repository by one git process that stays: starting one for each costs far more than
 * the answer.
 */
export class ObjectReader {
  #child: ChildProcessWithoutNullStreams | undefined;
  #questions: Question[] = [];
  #chunks: Buffer[] = [];
  #size = 0;
  /** So many bytes are needed before there is anything to read. */
  #wanted = 0;

  /** @param start - starts `git cat-file --batch-command` of the repository */
  constructor(private readonly start: () => ChildProcessWithoutNullStreams) {}

  /** @param name - an id, or what git makes one of: `refs/heads/main^{commit}`; without line feeds */
  async info(name: string): Promise<ObjectInfo | undefined> {
    return this.ask('info', name);
  }

  /** @throws Error for an object of more than 128 MiB */
  async contents(sha: string): Promise<GitObject | undefined> {
    const object = await this.ask('contents', sha);
    if (!object?.data) return undefined;
    return { sha: object.sha, type: object.type, data: object.data };
  }

  private ask(command: 'info' | 'contents', name: string) {
    return new Promise<Awaited<Parameters<Question['resolve']>[0]>>(
      (resolve, reject) => {
        if (name.includes('\n')) {
          throw new Error(`'${name}' is not the name of an object`);
        }
        const withContents = command === 'contents';
        const child = this.#child ?? this.begin();
        this.#questions.push({ withContents, resolve, reject });
        child.stdin.write(`${command} ${name}\n`);
      },
    );
  }

  private begin(): ChildProcessWithoutNullStreams {
    const child = this.start();
    this.#child = child;
    child.stdout.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#size += chunk.length;
      try {
        this.answer();
      } catch (error) {
        this.fail(error instanceof Error ? error : new Error(`${error}`));
        child.kill('SIGKILL');
      }
    });
    child.stderr.resume();
    child.once('error', error => this.fail(error));
    child.once('close', () => {
      if (this.#child === child) this.fail(new Error('git cat-file ended'));
    });
    return child;
  }

  private answer(): void {
    while (this.#questions.length > 0 && this.#size >= this.#wanted) {
      const output = Buffer.concat(this.#chunks);
      this.#chunks = [output];
      const lineEnd = output.indexOf(LINE_FEED);
      if (lineEnd < 0) return;
      const header = output.toString('utf8', 0, lineEnd);
      const info = parseInfo(header);
      const [question] = this.#questions;
      const start = lineEnd + 1;
      if (!info || !question.withContents) {
        this.take(start);
        question.resolve(info);
        continue;
      }
      if (info.size > MAX_BYTES) {
        throw new Error(`Object ${info.sha} has ${info.size} bytes`);
      }
      const end = start + info.size;
      this.#wanted = end + 1;
      if (this.#size < this.#wanted) return;
      const data = Buffer.from(output.subarray(start, end));
      this.take(end + 1);
      question.resolve({ ...info, data });
    }
  }

  /** What was read of the output is over, and so is its question. */
  private take(bytes: number): void {
    this.#chunks = [this.#chunks[0].subarray(bytes)];
    this.#size -= bytes;
    this.#wanted = 0;
    this.#questions.shift();
  }

  private fail(error: Error): void {
    const questions = this.#questions;
    this.#child = undefined;
    this.#questions = [];
    this.#chunks = [];
    this.#size = 0;
    this.#wanted = 0;
    for (const { reject } of questions) reject(error);
  }
}

/** `sha type size`; undefined for `name missing` and `name ambiguous`. */
function parseInfo(header: string): ObjectInfo | undefined {
  const match = /^([0-9a-f]{40}) (\w+) (\d+)$/.exec(header);
  const type = OBJECT_TYPES.find(candidate => candidate === match?.[2]);
  if (!match || !type) return undefined;
  return { sha: match[1], type, size: Number(match[3]) };
}
