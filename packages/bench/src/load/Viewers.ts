import { request as httpRequest, Agent, type ClientRequest } from 'node:http';
import { clock, LINE_PATTERN } from '../behaviour';
import type { BenchClient } from './BenchClient';

/** Opened at once, at most: the backend's queue of new connections is not what is measured. */
const OPENED_AT_ONCE = 50;
/** Kept of what was read, for lines that come in two pieces. */
const LONGEST_LINE = 400;

/** What many viewers saw. */
export type Seen = {
  /** Milliseconds from the runner's write, of every line at every viewer. */
  latencies: number[];
  lost: number;
  doubled: number;
};

/** Many viewers of event streams. */
export class Viewers {
  private readonly agent = new Agent({ keepAlive: false });
  private readonly requests: ClientRequest[] = [];
  private readonly counts: Map<number, number>[] = [];
  private readonly latencies: number[] = [];

  constructor(private readonly client: BenchClient) {}

  /** Opens streams; resolves when all have been answered. */
  async open(paths: string[]): Promise<void> {
    for (let i = 0; i < paths.length; i += OPENED_AT_ONCE) {
      const some = paths.slice(i, i + OPENED_AT_ONCE);
      await Promise.all(some.map((path, n) => this.view(path, i + n)));
    }
  }

  /** Lines that each viewer has seen, the fewest of all. */
  get fewest(): number {
    return Math.min(...this.counts.map(count => count.size));
  }

  /** What was seen of so many lines. */
  seen(lines: number): Seen {
    let lost = 0;
    let doubled = 0;
    for (const count of this.counts) {
      lost += lines - count.size;
      for (const times of count.values()) doubled += times - 1;
    }
    return { latencies: this.latencies, lost, doubled };
  }

  close(): void {
    for (const request of this.requests) request.destroy();
    this.agent.destroy();
  }

  private view(path: string, user: number): Promise<void> {
    const count = new Map<number, number>();
    this.counts.push(count);
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        new URL(path, this.client.url),
        { agent: this.agent, headers: this.client.headers(user) },
        response => {
          if (response.statusCode !== 200) {
            reject(new Error(`${path} was answered ${response.statusCode}`));
            return;
          }
          let rest = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            const now = clock();
            rest = this.read(rest + chunk, count, now);
          });
          response.on('error', () => undefined);
          resolve();
        },
      );
      this.requests.push(request);
      request.on('error', reject);
      request.end();
    });
  }

  /** Reads the lines of a text. @returns what follows the last one */
  private read(text: string, count: Map<number, number>, now: number): string {
    let end = 0;
    for (const match of text.matchAll(LINE_PATTERN)) {
      const n = Number(match[1]);
      count.set(n, (count.get(n) ?? 0) + 1);
      this.latencies.push(now - Number(match[2]));
      end = match.index + match[0].length;
    }
    return text.slice(Math.max(end, text.length - LONGEST_LINE));
  }
}
