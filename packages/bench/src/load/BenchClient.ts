import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';

/** Whom a figure is about. */
export type Who = 'ours' | 'peer';

/** A request of the benchmark. */
export type BenchRequest = {
  method?: 'GET' | 'POST';
  path: string;
  body?: object;
  /** The user who asks, from 0 on. */
  user?: number;
};

/** What the backend counts of itself, since its start. */
export type Meter = {
  statements: Record<Who, number>;
  cpuMicros: number;
  rssBytes: number;
};

/** Connections that are kept at most; streams have their own. */
const CONNECTIONS = 64;
/** Few: where the catalog still reads hundreds of users, asking for all of them would keep it from that. */
const SIGN_INS_AT_ONCE = 8;
/** How long the catalog may know nobody new. */
const SIGN_IN_TIMEOUT_MS = 180_000;

/** Talks to the backend as its users do, and steers it. */
export class BenchClient {
  private readonly pool: Pool;
  private readonly tokens: string[] = [];

  constructor(readonly url: string) {
    this.pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 });
  }

  /** Gets a token for each user, as soon as the catalog knows them and the peer's template. */
  async signIn(users: number, signal: AbortSignal): Promise<void> {
    for (let n = 0; n < users; n += SIGN_INS_AT_ONCE) {
      const some = Array.from(
        { length: Math.min(SIGN_INS_AT_ONCE, users - n) },
        (_, index) => n + index,
      );
      const tokens = await untilKnown(signal, () =>
        Promise.all(some.map(user => this.token(user))),
      );
      this.tokens.push(...tokens);
    }
    await untilKnown(signal, () =>
      this.send({
        path: '/api/catalog/entities/by-name/template/default/bench',
      }),
    );
  }

  /** The body of the answer, read to its end. @throws Error where the answer is not a good one */
  async send(request: BenchRequest): Promise<string> {
    const { method = 'GET', path, body } = request;
    const response = await this.pool.request({
      method,
      path,
      headers: {
        ...this.headers(request.user),
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.body.text();
    if (response.statusCode >= 300) {
      throw new Error(
        // A database says its reason after the whole statement.
        `${method} ${path} was answered ${response.statusCode}: ${text.slice(
          -1_000,
        )}`,
      );
    }
    return text;
  }

  headers(user = 0): Record<string, string> {
    const token = this.tokens[user % Math.max(1, this.tokens.length)];
    return token ? { authorization: `Bearer ${token}` } : {};
  }

  async meter(): Promise<Meter> {
    return JSON.parse(await this.send({ path: '/api/bench/meter' }));
  }

  /** How many events are stored. */
  async stored(): Promise<Record<Who, number>> {
    return JSON.parse(await this.send({ path: '/api/bench/stored' }));
  }

  /** Where the agent of a task reaches its models, as soon as it runs. */
  async modelDoor(
    task: string,
  ): Promise<{ gatewayUrl: string; token: string }> {
    for (;;) {
      const door = JSON.parse(
        await this.send({ path: `/api/bench/models/${task}` }),
      );
      if (door) return door;
      await sleep(50);
    }
  }

  /** Has the backend's process pass requests on, and nothing more. @returns where */
  async startRelay(target: string): Promise<string> {
    const { url } = JSON.parse(
      await this.send({
        method: 'POST',
        path: '/api/bench/relay',
        body: { target },
      }),
    );
    return url;
  }

  async open(gate: string): Promise<void> {
    await this.send({ method: 'POST', path: `/api/bench/gates/${gate}` });
  }

  async seed(body: object): Promise<void> {
    await this.send({ method: 'POST', path: '/api/bench/seed', body });
  }

  /** Waits until no task is left that has not ended. */
  async untilIdle(who: Who): Promise<void> {
    for (;;) {
      const active: Record<Who, number> = JSON.parse(
        await this.send({ path: '/api/bench/active' }),
      );
      if (active[who] === 0) return;
      await sleep(100);
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  private async token(user: number): Promise<string> {
    const response = await this.pool.request({
      method: 'GET',
      path: '/api/auth/test-user/refresh',
      headers: {
        'x-requested-with': 'XMLHttpRequest',
        'x-test-user': `user-${user + 1}`,
      },
    });
    const text = await response.body.text();
    if (response.statusCode !== 200) {
      throw new Error(
        `Signing in was answered ${response.statusCode}: ${text}`,
      );
    }
    return JSON.parse(text).backstageIdentity.token;
  }
}

async function untilKnown<T>(
  signal: AbortSignal,
  ask: () => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + SIGN_IN_TIMEOUT_MS;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(500);
    }
  }
}
