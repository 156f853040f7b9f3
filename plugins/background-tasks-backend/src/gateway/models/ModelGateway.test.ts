import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { mockServices } from '@backstage/backend-test-utils';
import type { TaskBudget } from '@background-tasks/plugin-background-tasks-common';
import type { Knex } from 'knex';
import { testDatabases } from '../../__testUtils__/databases';
import { newTask, NO_LIMITS } from '../../__testUtils__/newTask';
import { until } from '../../__testUtils__/until';
import { newRunToken } from '../../credentials';
import {
  DatabaseModelStore,
  DatabaseTaskStore,
  type BudgetLimits,
} from '../../store';
import type { Task } from '../../tasks';
import { WorkspaceGateway } from '../WorkspaceGateway';
import {
  anthropicStream,
  chatStream,
  geminiStream,
  responsesStream,
  type Told,
} from './__testUtils__/answers';
import { VendorFixture } from './__testUtils__/VendorFixture';
import { ModelGateway, type GatewayProvider } from './ModelGateway';

jest.setTimeout(60_000);

const KEY = 'sk-canary-key-of-the-deployment';
/** USD per million tokens. */
const PRICE = {
  input: 3,
  output: 15,
  cacheRead: 0.3,
  cacheWrite: 3.75,
  cacheWriteHour: 6,
};

const calls = {
  anthropic: { path: '/v1/messages?beta=true', header: 'x-api-key' },
  'openai-responses': { path: '/v1/responses', header: 'authorization' },
  'openai-chat': { path: '/v1/chat/completions', header: 'authorization' },
  gemini: {
    path: '/v1beta/models/small:streamGenerateContent?alt=sse',
    header: 'x-goog-api-key',
  },
} as const;
type DialectId = keyof typeof calls;

const streams: Record<DialectId, (told: Told) => string[]> = {
  anthropic: anthropicStream,
  'openai-responses': responsesStream,
  'openai-chat': chatStream,
  gemini: geminiStream,
};

const databases = testDatabases();

describe.each(databases.eachSupportedId())('ModelGateway on %p', databaseId => {
  const closers: (() => Promise<void>)[] = [];
  const logged: unknown[] = [];
  let db: Knex;
  let tasks: DatabaseTaskStore;
  let models: DatabaseModelStore;
  let vendor: VendorFixture;
  let gateway: WorkspaceGateway;
  let limits: BudgetLimits;

  beforeAll(async () => {
    db = await databases.init(databaseId);
    tasks = await DatabaseTaskStore.create({
      database: { getClient: async () => db },
    });
    models = await DatabaseModelStore.create(db);
  });

  beforeEach(async () => {
    limits = {};
    logged.length = 0;
    vendor = await VendorFixture.start();
    closers.push(() => vendor.stop());
    gateway = await startGateway();
  });

  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    // Nobody is left in the way of the next one's claim.
    await db('tasks').update({ status: 'Failed' });
  });

  async function startGateway(
    differing: Partial<GatewayProvider> & { idleTimeoutMs?: number } = {},
  ): Promise<WorkspaceGateway> {
    const { idleTimeoutMs, ...settings } = differing;
    const log = (...words: unknown[]) => logged.push(words);
    const logger = mockServices.logger.mock({
      debug: log,
      info: log,
      warn: log,
      error: log,
    });
    const dialectIds: DialectId[] = [
      'anthropic',
      'openai-responses',
      'openai-chat',
      'gemini',
    ];
    const started = WorkspaceGateway.create({
      host: '127.0.0.1',
      port: 0,
      logger,
      resolveCloneAccess: async () => undefined,
      models: new ModelGateway({
        providers: dialectIds.map(id => ({
          id,
          dialects: [id],
          baseUrl: vendor.url,
          apiKey: KEY,
          prices: new Map([['small', PRICE]]),
          takesAnyModel: true,
          storePrompts: false,
          ...settings,
        })),
        store: models,
        limitsOf: () => limits,
        onCommitted: () => {},
        logger,
        idleTimeoutMs,
      }),
    });
    await started.start();
    closers.push(() => started.stop());
    return started;
  }

  async function startTask(
    provider: DialectId,
    budget: TaskBudget | null = null,
    project = randomUUID(),
  ): Promise<{ task: Task; token: string; cloneToken: string }> {
    const admission = await tasks.admit(
      newTask({ provider, budget, project }),
      NO_LIMITS,
    );
    if ('refusal' in admission) throw new Error(admission.refusal.code);
    const { task } = admission;
    const claim = await tasks.claim('replica', 60_000);
    if (!claim || claim.taskUid !== task.uid) throw new Error('Not claimed');
    await tasks.commit(task.uid, {
      transitions: [{ type: 'claimed' }, { type: 'runStarted' }],
    });
    const [model, clone] = [newRunToken(), newRunToken()];
    await tasks.createRun(
      {
        uid: randomUUID(),
        taskUid: task.uid,
        attempt: 1,
        executor: 'scripted',
      },
      [
        { kind: 'clone', hash: clone.hash },
        { kind: 'model', hash: model.hash, provider },
      ],
      claim,
    );
    return { task, token: model.token, cloneToken: clone.token };
  }

  async function call(
    provider: DialectId,
    token: string,
    options: {
      body?: object;
      path?: string;
      at?: WorkspaceGateway;
      signal?: AbortSignal;
    } = {},
  ): Promise<Response> {
    const { path, header } = calls[provider];
    return fetch(
      `${(options.at ?? gateway).url}/models/${provider}${
        options.path ?? path
      }`,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'anthropic-version': '2023-06-01',
          [header]: header === 'authorization' ? `Bearer ${token}` : token,
        },
        body: JSON.stringify(
          options.body ?? { model: 'small', stream: true, max_tokens: 100 },
        ),
        signal: options.signal,
      },
    );
  }

  async function counted(task: Task, number = 1) {
    return until(async () => {
      const rows = await db('model_calls').where({ task_uid: task.uid });
      return rows.length >= number && rows;
    });
  }

  async function untilSettled(task: Task): Promise<void> {
    await until(async () => !(await models.hasReservations(task.uid)));
  }

  async function now(task: Task): Promise<Task> {
    const found = await tasks.getTaskByUid(task.uid);
    if (!found) throw new Error('Gone');
    return found;
  }

  it.each<[DialectId, Told]>([
    [
      'anthropic',
      {
        input: 1000,
        output: 200,
        cacheRead: 5000,
        cacheWrite: 300,
        cacheWriteHour: 100,
      },
    ],
    ['openai-responses', { input: 6000, output: 200, cacheRead: 5000 }],
    ['openai-chat', { input: 6000, output: 200, cacheRead: 5000 }],
    ['gemini', { input: 6000, output: 200, cacheRead: 5000 }],
  ])(
    'passes a stream of %s through byte for byte, with the key in place of the token, and counts it',
    async (provider, told) => {
      const { task, token } = await startTask(provider);
      const chunks = streams[provider](told).map(text => Buffer.from(text));
      // Cut where no event ends, and each sent only once the one before has arrived.
      const whole = Buffer.concat(chunks);
      const pieces = Array.from(
        { length: Math.ceil(whole.length / 97) },
        (_, i) => whole.subarray(i * 97, (i + 1) * 97),
      );
      const got: Buffer[] = [];
      const untilGot = (count: number) =>
        until(async () => Buffer.concat(got).length === count);
      vendor.answer = async ({ response }) => {
        response.writeHead(200, {
          'content-type': 'text/event-stream; charset=utf-8',
          'request-id': 'req_1',
          connection: 'keep-alive, x-hop',
          'x-hop': 'ends here',
        });
        let sent = 0;
        for (const piece of pieces) {
          await untilGot(sent);
          response.write(piece);
          sent += piece.length;
        }
        response.end();
      };

      const response = await call(provider, token);
      for await (const chunk of response.body ?? [])
        got.push(Buffer.from(chunk));

      expect(Buffer.concat(got)).toEqual(whole);
      expect(response.headers.get('request-id')).toBe('req_1');
      expect(response.headers.get('x-hop')).toBeNull();
      const [{ request, body }] = vendor.asked;
      const { path, header } = calls[provider];
      expect(request.url).toBe(path);
      expect(request.headers[header]).toBe(
        header === 'authorization' ? `Bearer ${KEY}` : KEY,
      );
      expect(request.headers['anthropic-version']).toBe('2023-06-01');
      expect(request.headers['accept-encoding']).toBe('identity');
      expect(JSON.stringify(request.headers)).not.toContain(token);
      expect(JSON.parse(body.toString())).toMatchObject({ model: 'small' });

      const [row] = await counted(task);
      const cacheRead = 5000;
      const written = (told.cacheWrite ?? 0) + (told.cacheWriteHour ?? 0);
      const cost =
        (1000 * 3 +
          200 * 15 +
          5000 * 0.3 +
          (told.cacheWrite ?? 0) * 3.75 +
          (told.cacheWriteHour ?? 0) * 6) /
        1e6;
      expect(row).toMatchObject({ status: 200, model: 'small', prompt: null });
      expect(Boolean(row.estimated)).toBe(false);
      expect(Number(row.input_tokens)).toBe(1000);
      expect(Number(row.cache_read_tokens)).toBe(cacheRead);
      expect(Number(row.cache_write_tokens)).toBe(written);
      expect(row.cost_usd).toBeCloseTo(cost, 10);
      const { usage } = await now(task);
      expect(usage).toMatchObject({
        inputTokens: 1000 + cacheRead + written,
        outputTokens: 200,
      });
      expect(usage.costUsd).toBeCloseTo(cost, 10);
      const events = await tasks.events(task.uid, 0, 100);
      expect(events.filter(({ type }) => type === 'usage')).toEqual([
        expect.objectContaining({ model: 'small', outputTokens: 200 }),
      ]);
    },
  );

  it('counts an answer in one piece, one whose last event is larger than what is kept, and one that does not tell', async () => {
    const { task, token } = await startTask('openai-responses');
    vendor.answer = ({ response }) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          object: 'response',
          output: [{ text: '"usage":{"input_tokens":1}' }],
          usage: { input_tokens: 10, output_tokens: 20 },
        }),
      );
    };
    await (await call('openai-responses', token)).text();
    const long = 'x'.repeat(1024 * 1024);
    vendor.streams(responsesStream({ input: 100, output: 200 }, long));
    await (await call('openai-responses', token)).text();
    vendor.streams(['data: {"type":"response.created"}\n\n']);
    await (
      await call('openai-responses', token, {
        body: { model: 'small', stream: true, max_output_tokens: 7 },
      })
    ).text();
    const rows = await counted(task, 3);
    expect(
      rows
        .map(row => [Number(row.output_tokens), Boolean(row.estimated)])
        .sort(),
    ).toEqual([
      [20, false],
      [200, false],
      [7, true],
    ]);
  });

  it('asks chat streams to say what was used, and changes nothing else of the request', async () => {
    const { task, token } = await startTask('openai-chat');
    vendor.streams(chatStream({ input: 10, output: 5 }));
    const body = { model: 'small', stream: true, seed: 1, messages: [] };
    await (await call('openai-chat', token, { body })).text();
    await (
      await call('openai-chat', token, {
        body: { ...body, stream_options: { include_usage: true } },
      })
    ).text();
    await counted(task, 2);
    expect(vendor.asked[0].body.toString()).toBe(
      `{"stream_options":{"include_usage":true},${JSON.stringify(body).slice(
        1,
      )}`,
    );
    expect(JSON.parse(vendor.asked[1].body.toString())).toEqual({
      ...body,
      stream_options: { include_usage: true },
    });
  });

  it('says that the cost is unknown where the price is, and refuses a budget in USD for it', async () => {
    const free = await startTask('anthropic');
    vendor.streams(anthropicStream({ input: 10, output: 5 }));
    const body = { model: 'unheard-of', stream: true, max_tokens: 10 };
    await (await call('anthropic', free.token, { body })).text();
    const [row] = await counted(free.task);
    expect(row.cost_usd).toBeNull();
    expect((await now(free.task)).usage).toEqual({
      inputTokens: 10,
      outputTokens: 5,
      costUsd: null,
    });

    const held = await startTask('anthropic', { usd: 1 });
    const response = await call('anthropic', held.token, { body });
    expect(response.status).toBe(400);
    expect((await response.json()).error.message).toContain(
      "The price of 'unheard-of' is unknown",
    );
    expect(vendor.asked).toHaveLength(1);
  });

  it('refuses tokens of other providers, other kinds and ended tasks, in the words of each API', async () => {
    const shapes: [DialectId, object][] = [
      ['anthropic', { type: 'error', error: { type: 'authentication_error' } }],
      ['openai-responses', { error: { code: 'invalid_api_key' } }],
      ['openai-chat', { error: { code: 'invalid_api_key' } }],
      ['gemini', { error: { code: 401, status: 'UNAUTHENTICATED' } }],
    ];
    for (const [provider, shape] of shapes) {
      const own = await startTask(provider);
      const other = await startTask(
        provider === 'gemini' ? 'anthropic' : 'gemini',
      );
      const ended = await startTask(provider);
      await tasks.commit(ended.task.uid, {
        transitions: [{ type: 'ended', outcome: 'agentFailed' }],
      });
      for (const token of [
        'btr_unknown',
        own.cloneToken,
        other.token,
        ended.token,
      ]) {
        const response = await call(provider, token);
        expect(response.status).toBe(401);
        expect(await response.json()).toMatchObject(shape);
      }
      expect(await tasks.taskOfCloneToken(own.token)).toBeUndefined();
    }
    expect(vendor.asked).toEqual([]);
  });

  it('charges a call to the task whose live token it bears, whoever sends it', async () => {
    const mine = await startTask('anthropic', { usd: 1 });
    const other = await startTask('anthropic', { usd: 1 });
    vendor.streams(anthropicStream({ input: 100, output: 50 }));

    const response = await call('anthropic', other.token);

    expect(response.status).toBe(200);
    await response.text();
    await counted(other.task);
    expect((await now(other.task)).usage).toMatchObject({ inputTokens: 100 });
    expect((await now(mine.task)).usage).toMatchObject({ inputTokens: 0 });
    expect(await db('model_calls').where({ task_uid: mine.task.uid })).toEqual(
      [],
    );
  });

  it('takes the token of a query, and lets it go no further', async () => {
    const { token } = await startTask('gemini');
    vendor.streams(geminiStream({ input: 10, output: 10 }));
    const response = await fetch(
      `${gateway.url}/models/gemini/v1beta/models/small:streamGenerateContent?key=${token}&alt=sse`,
      { method: 'POST', body: '{}' },
    );
    expect(response.status).toBe(200);
    await response.text();
    expect(vendor.asked[0].request.url).toBe(calls.gemini.path);
  });

  it.each([
    ['without a budget', null],
    ['that is reserved for', { usd: 1_000 }],
  ])(
    'keeps a model token %s past the clone, and ends it with the agent or a newer run',
    async (_, budget) => {
      const { task, token } = await startTask('anthropic', budget);
      vendor.streams(anthropicStream({ input: 1, output: 1 }));
      const status = async () => {
        const response = await call('anthropic', token);
        await response.text();
        return response.status;
      };
      await tasks.commit(task.uid, { revokeTokens: 'clone' });
      expect(await status()).toBe(200);
      await tasks.commit(task.uid, { revokeTokens: 'all' });
      expect(await status()).toBe(401);
    },
  );

  it('refuses the token of an ended task without reading what comes with it', async () => {
    const { task, token } = await startTask('anthropic', { usd: 1_000 });
    vendor.streams(anthropicStream({ input: 1, output: 1 }));
    expect((await call('anthropic', token)).status).toBe(200);
    /** What is answered to the head of a call alone. */
    const announce = async (bytes: number) => {
      const asked = httpRequest(
        `${gateway.url}/models/anthropic${calls.anthropic.path}`,
        {
          method: 'POST',
          headers: { 'x-api-key': token, 'content-length': bytes },
        },
      );
      try {
        asked.flushHeaders();
        const [response] = await once(asked, 'response');
        return response.statusCode;
      } finally {
        asked.destroy();
      }
    };
    await tasks.commit(task.uid, { revokeTokens: 'all' });

    expect(await announce(1024 * 1024)).toBe(401);
    expect((await call('anthropic', token)).status).toBe(401);
    expect(await announce(100)).toBe(401);
    expect(vendor.asked).toHaveLength(1);
  });

  it('forgets a token at its first refusal', async () => {
    const { task, token } = await startTask('anthropic', { usd: 1_000 });
    const lookups = jest.spyOn(models, 'accessOf');
    vendor.streams(anthropicStream({ input: 1, output: 1 }));
    expect((await call('anthropic', token)).status).toBe(200);
    await tasks.commit(task.uid, { revokeTokens: 'all' });
    lookups.mockClear();

    expect((await call('anthropic', token)).status).toBe(401);
    expect(lookups).not.toHaveBeenCalled();
    expect((await call('anthropic', token)).status).toBe(401);
    expect(lookups).toHaveBeenCalledTimes(1);
    lookups.mockRestore();
  });

  it('passes on nothing but the published paths, the allowed models, and requests of bearable size', async () => {
    const { token } = await startTask('anthropic');
    const strict = await startGateway({ takesAnyModel: false });
    for (const path of [
      '/v1/files',
      '/v1/messages/batches',
      '/v1/chat/completions',
      '/v1/messages/../files',
    ]) {
      const { status } = await call('anthropic', token, { path });
      expect(status).toBe(404);
    }
    const model = { model: 'huge', max_tokens: 1 };
    const refused = await call('anthropic', token, { body: model, at: strict });
    expect(refused.status).toBe(400);
    const tooLarge = await call('anthropic', token, {
      body: { model: 'small', text: 'x'.repeat(33 * 1024 * 1024) },
    }).catch(() => undefined);
    expect([413, undefined]).toContain(tooLarge?.status);
    expect(vendor.asked).toEqual([]);
  });

  it('never exceeds $0.01 with ten calls in flight again and again, and ends the task', async () => {
    const { task, token } = await startTask('anthropic', { usd: 0.01 });
    let inFlight = 0;
    const seen: { spent: number; inFlight: number }[] = [];
    vendor.answer = async ({ response }) => {
      inFlight += 1;
      // The first ones end together.
      await until(async () => vendor.asked.length >= 4);
      const { usage } = await now(task);
      seen.push({ spent: usage.costUsd ?? 0, inFlight });
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(anthropicStream({ input: 20, output: 100 }).join(''));
      response.once('close', () => {
        inFlight -= 1;
      });
    };
    const refusals: { status: number; text: string }[] = [];
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        for (;;) {
          const response = await call('anthropic', token);
          const text = await response.text();
          if (response.status === 200) continue;
          refusals.push({ status: response.status, text });
          return;
        }
      }),
    );
    await untilSettled(task);
    const after = await now(task);
    // A call costs $0.00156 and reserves $0.00168 or so: five fit, and the sixth would not.
    expect(after.usage.costUsd).toBeCloseTo(6 * 0.00156, 6);
    expect(after.usage.costUsd).toBeLessThanOrEqual(0.01);
    expect(after.budgetExhausted).toContain('the budget of the task ($0.01)');
    expect(refusals).toHaveLength(10);
    for (const { status, text } of refusals) {
      expect(status).toBe(400);
      expect(JSON.parse(text)).toMatchObject({
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message: expect.stringContaining('Budget exhausted'),
        },
      });
    }
    expect(seen.length).toBe(6);
    expect(Math.max(...seen.map(each => each.inFlight))).toBeGreaterThan(1);
  });

  it('lets one call go at a time once less than a tenth remains', async () => {
    const { task, token } = await startTask('anthropic', { tokens: 10_000 });
    vendor.streams(anthropicStream({ input: 9_100, output: 10 }));
    await (await call('anthropic', token)).text();
    await counted(task);
    let inFlight = 0;
    let most = 0;
    vendor.answer = async ({ response }) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': slow\n\n');
      await new Promise(resolve => setTimeout(resolve, 30));
      inFlight -= 1;
      response.end(anthropicStream({ input: 20, output: 5 }).join(''));
    };
    const answers = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const response = await call('anthropic', token, {
          body: { model: 'small', max_tokens: 5 },
        });
        await response.text();
        return response.status;
      }),
    );
    expect(answers).toEqual([200, 200, 200, 200]);
    expect(most).toBe(1);
  });

  it("keeps the project's budget of a day over all of its tasks", async () => {
    limits = { day: { tokens: 500 } };
    const project = randomUUID();
    const first = await startTask('anthropic', null, project);
    const second = await startTask('anthropic', null, project);
    vendor.streams(anthropicStream({ input: 300, output: 50 }));
    const statuses = [];
    for (const { token } of [first, second, second]) {
      const response = await call('anthropic', token);
      await response.text();
      statuses.push(response.status);
      await untilSettled(first.task);
      await untilSettled(second.task);
    }
    expect(statuses).toEqual([200, 200, 400]);
    expect((await now(second.task)).budgetExhausted).toContain(
      `project '${project}' for today`,
    );
    expect(await models.exhaustedBudget(project, limits)).toContain(
      'for today',
    );
  });

  it('does not count what a replica that died had reserved', async () => {
    const { task, token } = await startTask('anthropic', { tokens: 1_000 });
    await db('model_reservations').insert({
      uid: randomUUID(),
      task_uid: task.uid,
      project: task.project,
      tokens: 1_000,
      usd: 0,
      expires_at: Date.now() - 1_000,
    });
    vendor.streams(anthropicStream({ input: 1, output: 1 }));
    const response = await call('anthropic', token);
    expect(response.status).toBe(200);
    await response.text();
  });

  it('passes refusals of the vendor on with their retry-after, and counts nothing for them', async () => {
    const { task, token } = await startTask('anthropic', { tokens: 1_000 });
    const said = '{"type":"error","error":{"type":"rate_limit_error"}}';
    vendor.answer = ({ response }) => {
      response.writeHead(429, {
        'content-type': 'application/json',
        'retry-after': '17',
      });
      response.end(said);
    };
    const response = await call('anthropic', token);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('17');
    expect(await response.text()).toBe(said);
    expect(await counted(task)).toMatchObject([{ status: 429, cost_usd: 0 }]);
    expect((await now(task)).usage).toMatchObject({ inputTokens: 0 });
  });

  it.each<[DialectId, object]>([
    ['anthropic', { type: 'error', error: { type: 'permission_error' } }],
    ['openai-responses', { error: { code: 'provider_key_refused' } }],
    ['openai-chat', { error: { code: 'provider_key_refused' } }],
    ['gemini', { error: { code: 403, status: 'PERMISSION_DENIED' } }],
  ])(
    'tells agents of %s that it is not their token that the vendor refuses',
    async (provider, shape) => {
      const { token } = await startTask(provider);
      vendor.answer = ({ response }) => {
        response.writeHead(401).end();
      };

      const response = await call(provider, token);

      expect(response.status).toBe(403);
      const answer = await response.json();
      expect(answer).toMatchObject(shape);
      expect(answer.error.message).toContain(
        'refused the API key that the portal has for it (status 401)',
      );
      expect(JSON.stringify(logged)).toContain('refused the API key');
      expect(JSON.stringify(logged)).not.toContain('a token that is unknown');
    },
  );

  it('says when to ask again where calls that are under way have reserved the rest', async () => {
    const { token } = await startTask('anthropic', { tokens: 1_000 });
    const reserve = jest
      .spyOn(models, 'reserve')
      .mockResolvedValue({ result: 'wait' });
    const asked = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(asked);
    reserve.mockImplementationOnce(async () => {
      clock.mockReturnValue(asked + 16 * 60_000);
      return { result: 'wait' };
    });
    try {
      const response = await call('anthropic', token);

      expect(response.status).toBe(429);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await response.json()).toMatchObject({
        error: { type: 'rate_limit_error' },
      });
    } finally {
      clock.mockRestore();
      reserve.mockRestore();
    }
  });

  it('counts a call once the database is back, and keeps it reserved until then', async () => {
    const { task, token } = await startTask('anthropic', { tokens: 1_000 });
    vendor.streams(anthropicStream({ input: 10, output: 5 }));
    let held: boolean | undefined;
    const settle = jest.spyOn(models, 'settle');
    settle.mockRejectedValueOnce(new Error('The database fails over'));
    settle.mockImplementationOnce(async () => {
      held = await models.hasReservations(task.uid);
      throw new Error('The database fails over');
    });
    try {
      await (await call('anthropic', token)).text();

      expect(await counted(task)).toMatchObject([{ status: 200 }]);
      expect(held).toBe(true);
      await untilSettled(task);
      expect((await now(task)).usage).toMatchObject({ outputTokens: 5 });
    } finally {
      settle.mockRestore();
    }
  });

  it('refuses responses in the background, which could not be counted', async () => {
    const { token } = await startTask('openai-responses');

    const response = await call('openai-responses', token, {
      body: { model: 'small', background: true },
    });

    expect(response.status).toBe(400);
    expect((await response.json()).error.message).toContain(
      "'background' is not supported here",
    );
    expect(vendor.asked).toEqual([]);
  });

  it('stops the vendor as soon as the agent is gone, and counts what was expected', async () => {
    const { task, token } = await startTask('anthropic', { usd: 1 });
    let stopped = false;
    vendor.answer = ({ response }) => {
      response.once('close', () => {
        stopped = true;
      });
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(anthropicStream({ input: 1000, output: 1 })[0]);
    };
    const leave = new AbortController();
    const response = await call('anthropic', token, { signal: leave.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    leave.abort();
    await until(async () => stopped);
    const [row] = await counted(task);
    expect(Boolean(row.estimated)).toBe(true);
    expect(Number(row.input_tokens)).toBe(1000);
    expect(Number(row.output_tokens)).toBe(100);
  });

  it('tells of a vendor that is silent, that cannot be reached, and that refuses the key; never of the key', async () => {
    const { task, token } = await startTask('openai-chat', { usd: 1 });
    const impatient = await startGateway({ idleTimeoutMs: 50 });
    vendor.answer = () => {};
    const answers = [await call('openai-chat', token, { at: impatient })];
    vendor.answer = ({ response }) => {
      response.writeHead(401).end(`Incorrect API key provided: ${KEY}`);
    };
    answers.push(await call('openai-chat', token));
    const nowhere = await startGateway({ baseUrl: 'http://127.0.0.1:9' });
    answers.push(await call('openai-chat', token, { at: nowhere }));
    expect(answers.map(({ status }) => status)).toEqual([504, 403, 502]);
    const texts = await Promise.all(answers.map(answer => answer.text()));
    expect(texts.join() + JSON.stringify(logged)).not.toContain(KEY);
    expect(texts.join() + JSON.stringify(logged)).not.toContain(token);
    await untilSettled(task);
  });
});
