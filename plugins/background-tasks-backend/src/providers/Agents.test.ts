import { phase } from '../__testUtils__/ScriptedExecutor';
import { TestSystem } from '../__testUtils__/TestSystem';
import { until } from '../__testUtils__/until';
import { anthropicStream } from '../gateway/models/__testUtils__/answers';
import { VendorFixture } from '../gateway/models/__testUtils__/VendorFixture';

jest.setTimeout(60_000);

const KEY = 'canary-key-of-the-deployment';
const TASKS = '/projects/developers/background-tasks';

describe('agents and their models', () => {
  let vendor: VendorFixture;
  let system: TestSystem;

  beforeEach(async () => {
    vendor = await VendorFixture.start();
    vendor.answer = ({ request, response }) => {
      if (request.url === '/v1/models') {
        const refused = request.headers.authorization === 'Bearer wrong-key';
        response.writeHead(refused ? 401 : 200).end('{}');
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(anthropicStream({ input: 100, output: 50 }).join(''));
    };
    system = await TestSystem.start({
      // An agent that calls its model for as long as nobody stops it.
      scripts: {
        '': () => [
          ...phase('clone', []),
          ...phase('baseline', []),
          { type: 'phaseStart', phase: 'agent' },
          {
            type: 'event',
            event: {
              type: 'usage',
              inputTokens: 1,
              outputTokens: 1,
              costUsd: 1,
              phase: 'agent',
              seq: 1,
              time: new Date(0).toISOString(),
            },
          },
          'hang',
        ],
      },
      config: {
        limits: { perUser: 0, perRepository: 0, perProject: 0 },
        budgets: { task: { tokens: 1_000_000 } },
        providers: {
          'claude-code': {
            apiKey: KEY,
            baseUrl: `${vendor.url}/v1/`,
            maxTurns: 30,
            silence: { minutes: 5 },
            models: [
              { id: 'small', price: { input: 3, output: 15 } },
              { id: 'unpriced' },
            ],
          },
          cline: { apiKey: 'wrong-key', baseUrl: vendor.url },
        },
      },
    });
  });

  afterEach(async () => {
    await system?.stop();
    await vendor.stop();
  });

  async function create(fields: object) {
    return system.call('post', TASKS, {
      body: {
        instructions: 'Greet the world',
        repository: { url: system.repositoryUrl },
        ...fields,
      },
    });
  }

  async function callModel(): Promise<Response> {
    const { spec, secrets } = system.executor.started[0];
    return fetch(`${spec.agent.gatewayUrl}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': secrets.agent?.modelToken ?? '' },
      body: JSON.stringify({ model: 'small', stream: true, max_tokens: 100 }),
    });
  }

  it('says of each provider why it cannot run, and refuses tasks for it', async () => {
    const { body } = await system.call('get', '/providers');
    const reasons = Object.fromEntries(
      body.items.map((item: { id: string; reason: string | null }) => [
        item.id,
        item.reason,
      ]),
    );
    expect(reasons).toMatchObject({
      script: null,
      'claude-code': null,
      'codex-cli': expect.stringContaining(
        "set 'backgroundTasks.providers.codex-cli.apiKey'",
      ),
      cline: expect.stringContaining('was refused (status 401)'),
    });
    expect(JSON.stringify(body)).not.toContain(KEY);

    for (const [fields, words] of [
      [{ provider: 'codex-cli' }, 'providers.codex-cli.apiKey'],
      [{ provider: 'cline', model: 'any' }, 'was refused'],
      [{ provider: 'claude-code', model: 'huge' }, "use one of 'small'"],
      [
        { provider: 'claude-code', model: 'unpriced', budget: { usd: 1 } },
        'or give a budget in tokens',
      ],
    ] as const) {
      const refused = await create(fields);
      expect(refused.status).toBe(400);
      expect(refused.body.error.message).toContain(words);
    }
  });

  it('gives a run what it needs to reach its models, and nothing of the key', async () => {
    const { status } = await create({
      name: 'reach',
      provider: 'claude-code',
      validation: { repairRounds: 2 },
    });
    expect(status).toBe(201);
    const [start] = await until(
      async () => system.executor.started.length > 0 && system.executor.started,
    );
    expect(start.spec.agent).toEqual({
      provider: 'claude-code',
      model: 'small',
      gatewayUrl: expect.stringMatching(
        /^http:\/\/127\.0\.0\.1:\d+\/models\/claude-code$/,
      ),
      repairRounds: 2,
      maxTurns: 30,
      silenceSeconds: 300,
    });
    expect(JSON.stringify(start)).not.toContain(KEY);
    const response = await callModel();
    expect(await response.text()).toContain('message_stop');
    const asked = vendor.asked.find(({ request }) =>
      request.url?.startsWith('/v1/messages'),
    );
    expect(asked?.request.headers['x-api-key']).toBe(KEY);
    // Counted by the gateway alone, whatever the agent says.
    const task = await until(async () => {
      const { body } = await system.call('get', `${TASKS}/reach`);
      return body.usage.inputTokens > 0 && body;
    });
    expect(task).toMatchObject({
      budget: { tokens: 1_000_000 },
      usage: { inputTokens: 100, outputTokens: 50, costUsd: 0.00105 },
      change: {
        rounds: [
          {
            ...{ round: 0, reason: null, files: [], fileCount: null },
            usage: { inputTokens: 100, outputTokens: 50, costUsd: 0.00105 },
          },
        ],
      },
    });
    await system.call('post', `${TASKS}/reach/cancel`);
    expect((await callModel()).status).toBe(401);
  });

  it('stops a looping agent at its budget, and says what it cost', async () => {
    await create({
      name: 'loop',
      provider: 'claude-code',
      budget: { usd: 0.01 },
    });
    await until(async () => system.executor.started.length > 0);
    let answer = 200;
    while (answer === 200) {
      const response = await callModel();
      await response.text();
      answer = response.status;
    }
    expect(answer).toBe(400);
    const task = await system.untilEnded('loop');
    expect(task).toMatchObject({
      status: 'Failed',
      outcome: 'budgetExhausted',
    });
    expect(task.usage.costUsd).toBeLessThanOrEqual(0.01);
    expect(task.usage.costUsd).toBeGreaterThan(0.005);
    expect(task.error).toContain('the budget of the task ($0.01) is used up');
    expect(task.error).toContain(
      `The task cost $${task.usage.costUsd?.toFixed(4)}`,
    );
    expect((await callModel()).status).toBe(401);
  });
});
