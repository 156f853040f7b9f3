import { setTimeout as sleep } from 'node:timers/promises';
import { StringDecoder } from 'node:string_decoder';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { z } from 'zod';
import { ApiStatusError, statusOf, textOf, type Cluster } from '../clusters';

/** Objects of one page of a list. */
const PAGE = 500;
/** The server ends a watch after this time; the next one goes on from the same version. */
const WATCH_SECONDS = 290;
/** A watch over which nothing came for so long, not even its end, is dead. */
const SILENCE_MS = 330_000;
/** A watch that ends so soon is not asked for again at once. */
const SHORT_MS = 1_000;
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 10_000;
/** Who may not look, or finds nothing to look at, needs somebody to change that. */
const MAX_REFUSED_MS = 60_000;
const REFUSALS = [401, 403, 404];

const listSchema = z.object({
  metadata: z.object({
    resourceVersion: z.string(),
    continue: z.string().optional(),
  }),
  items: z.array(z.unknown()),
});

const eventSchema = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']),
  object: z.unknown(),
});

const versionSchema = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
});

const errorSchema = z.object({
  code: z.number().optional(),
  message: z.string().optional(),
});

/** What a watch tells of one object. */
export type WatchEvent<T> = {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: T;
};

type Options<T> = {
  cluster: Cluster;
  /** The collection, such as `/api/v1/namespaces/x/pods`. */
  path: string;
  labelSelector?: string;
  fieldSelector?: string;
  /** Reads an object; undefined for one that is of no interest. */
  parse: (raw: unknown) => T | undefined;
  /** All objects there are: at the start, and whenever events may have been missed. */
  onList: (objects: T[]) => void;
  onEvent: (event: WatchEvent<T>) => void;
  logger: LoggerService;
};

/** The server has forgotten the version that a watch was to go on from. */
class ExpiredError extends Error {}

/**
 * Lists the objects of one kind in a cluster, and watches them from there: after an end of the watch it goes on where
 * it was, and lists anew where the server cannot. It keeps none of them.
 */
export class KindWatch<T> {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private version: string | undefined;
  private failures = 0;
  /** What was said of why it does not work, which is not said again and again. */
  private said: string | undefined;
  private pause: AbortController | undefined;

  constructor(private readonly options: Options<T>) {}

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** There is a reason to believe that it works now: it does not wait for its next attempt. */
  hurry(): void {
    this.pause?.abort();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        if (this.version === undefined) await this.list();
        const began = Date.now();
        await this.watch();
        if (Date.now() - began < SHORT_MS)
          await this.backOff('it ended at once');
        else this.worked();
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof ExpiredError) this.version = undefined;
        else await this.backOff(error);
      }
    }
  }

  private worked(): void {
    this.failures = 0;
    this.said = undefined;
  }

  private async backOff(error: unknown): Promise<void> {
    const { logger, cluster, path } = this.options;
    const isRefused = REFUSALS.some(status => status === statusOf(error));
    const delay = Math.min(
      FIRST_BACKOFF_MS * 2 ** this.failures,
      isRefused ? MAX_REFUSED_MS : MAX_BACKOFF_MS,
    );
    this.failures += 1;
    const words = stringifyError(error);
    if (words !== this.said) {
      this.said = words;
      logger.warn(
        `Watching ${path} in cluster '${cluster.name}' was cut short: ${words}`,
      );
    }
    this.pause = new AbortController();
    // With jitter, so that not all come back to a server that starts at the same moment.
    await sleep(delay * (0.5 + Math.random()), undefined, {
      signal: AbortSignal.any([this.stopping.signal, this.pause.signal]),
      ref: false,
    }).catch(() => undefined);
    this.pause = undefined;
  }

  private async list(): Promise<void> {
    const { cluster, parse, onList } = this.options;
    const objects: T[] = [];
    let token: string | undefined;
    let version: string;
    do {
      const page = listSchema.parse(
        await cluster.json({
          method: 'GET',
          path: this.address({
            limit: String(PAGE),
            ...(token && { continue: token }),
          }),
          signal: this.stopping.signal,
        }),
      );
      objects.push(...page.items.map(parse).filter(isThere));
      version = page.metadata.resourceVersion;
      token = page.metadata.continue || undefined;
    } while (token);
    this.version = version;
    onList(objects);
  }

  private async watch(): Promise<void> {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(), SILENCE_MS).unref();
    const signal = AbortSignal.any([this.stopping.signal, silence.signal]);
    try {
      const message = await this.options.cluster.open({
        method: 'GET',
        path: this.address({
          watch: 'true',
          allowWatchBookmarks: 'true',
          timeoutSeconds: String(WATCH_SECONDS),
          resourceVersion: this.version ?? '',
        }),
        signal,
      });
      if (message.statusCode === 410) throw new ExpiredError();
      if (message.statusCode !== 200) {
        throw new ApiStatusError(
          message.statusCode ?? 0,
          await textOf(message),
        );
      }
      await this.read(message);
    } finally {
      clearTimeout(timer);
    }
  }

  private async read(message: AsyncIterable<Buffer>): Promise<void> {
    const decoder = new StringDecoder('utf8');
    let rest = '';
    for await (const chunk of message) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line !== '') this.handle(eventSchema.parse(JSON.parse(line)));
      }
    }
  }

  private handle({ type, object }: z.infer<typeof eventSchema>): void {
    if (type === 'ERROR') {
      const { code, message } = errorSchema.parse(object);
      if (code === 410) throw new ExpiredError();
      throw new ApiStatusError(code ?? 500, JSON.stringify({ message }));
    }
    this.version = versionSchema.parse(object).metadata.resourceVersion;
    if (type === 'BOOKMARK') return;
    const parsed = this.options.parse(object);
    if (parsed !== undefined) this.options.onEvent({ type, object: parsed });
  }

  private address(query: Record<string, string>): string {
    const { path, labelSelector, fieldSelector } = this.options;
    const all = {
      ...query,
      ...(labelSelector && { labelSelector }),
      ...(fieldSelector && { fieldSelector }),
    };
    return `${path}?${new URLSearchParams(all)}`;
  }
}

function isThere<T>(object: T | undefined): object is T {
  return object !== undefined;
}
