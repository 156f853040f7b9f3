import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { NotAllowedError } from '@backstage/errors';
import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import { testDatabases } from '../__testUtils__/databases';
import { newTask, NO_LIMITS } from '../__testUtils__/newTask';
import { until } from '../__testUtils__/until';
import { TaskEventHub } from '../orchestration';
import { DatabaseTaskNews, DatabaseTaskStore } from '../store';
import type { Task } from '../tasks';
import { createEventsRouter } from './createEventsRouter';

jest.setTimeout(60_000);

const databases = testDatabases();
const databaseIds = databases.eachSupportedId();

describe.each(databaseIds)('the events of a task on %s', databaseId => {
  const closers: (() => Promise<void>)[] = [];

  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  async function start() {
    const db = await databases.init(databaseId);
    const logger = mockServices.logger.mock();
    const store = await DatabaseTaskStore.create({
      database: { getClient: async () => db },
    });
    const news = await DatabaseTaskNews.create({ db, logger });
    const hub = new TaskEventHub({ store, news, logger });
    const shutdown = new AbortController();
    const admission = await store.admit(newTask({ name: 'one' }), NO_LIMITS);
    if ('refusal' in admission) throw new Error(admission.refusal.code);
    const { uid, creator } = admission.task;
    /** What the viewers are refused by now. */
    const rights: { asked: number; refused?: number; error?: Error } = {
      asked: 0,
    };

    const app = express();
    app.use((incoming, _response, next) => {
      const { wait, after, download, task } = incoming.query;
      // As the validator leaves the query: with its types.
      Object.assign(incoming.query, {
        ...(task && { task: [task].flat() }),
        ...(wait && { wait: Number(wait) }),
        ...(after && { after: Number(after) }),
        ...(download && { download: download === 'true' }),
      });
      next();
    });
    app.use(
      createEventsRouter({
        hub,
        store,
        shutdown: shutdown.signal,
        find: async (): Promise<Task> => {
          const task = await store.getTaskByUid(uid);
          if (!task) throw new Error('gone');
          return task;
        },
        findEach: async (_request, refs) =>
          Promise.all(
            refs.map(async ({ name }) => {
              const task = await store.getTaskByUid(uid);
              return task && name === 'one' ? task : { refused: 404 };
            }),
          ),
        refusalsOf: async (_request, tasks) => {
          rights.asked += 1;
          if (rights.error) throw rights.error;
          return tasks.map(() => rights.refused);
        },
        recheckMs: 20,
      }),
    );
    app.use(mockErrorHandler());
    const server = app.listen(0, '127.0.0.1');
    closers.push(async () => {
      shutdown.abort();
      await new Promise(resolve => server.close(resolve));
      hub.close();
      await news.close();
    });
    await until(async () => server.listening);
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const base = `http://127.0.0.1:${port}/projects/p/background-tasks/one`;
    const say = async (...logLines: string[]) => {
      const committed = await store.commit(uid, { logLines });
      hub.publish(committed.task, committed.events);
    };
    const end = async () => {
      const committed = await store.requestCancel(uid, creator);
      hub.publish(committed.task, committed.events);
    };
    const poll = (query: string) =>
      request(base).get(`/events?${query}`).set('accept', 'application/json');
    const origin = `http://127.0.0.1:${port}`;
    return {
      origin,
      db,
      rights,
      store,
      server,
      shutdown,
      base,
      uid,
      say,
      end,
      poll,
    };
  }

  it('polls what is there, waits for what comes, and says when nothing more will', async () => {
    const { say, end, poll } = await start();
    expect((await poll('')).body).toEqual({ items: [], ended: false });
    const waiting = poll('wait=30').then(response => response);
    await say('one');
    expect((await waiting).body).toMatchObject({
      items: [{ position: 1, text: 'one' }],
      ended: false,
    });
    expect((await poll('after=1&wait=1')).body).toEqual({
      items: [],
      ended: false,
    });
    await end();
    expect((await poll('after=1')).body).toMatchObject({
      items: [{ position: 2, status: 'Stopped' }],
      ended: true,
    });
    expect((await poll('after=2&wait=30')).body).toEqual({
      items: [],
      ended: true,
    });
  });

  it('streams to the end, in a form that proxies let through', async () => {
    const { base, say, end } = await start();
    await say('one');
    const response = await fetch(`${base}/events`);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    await say('two');
    await end();
    const text = await response.text();
    expect(text.match(/^id: \d+$/gm)).toEqual(['id: 1', 'id: 2', 'id: 3']);
    expect(text.endsWith('event: end\ndata: {}\n\n')).toBe(true);
  });

  it('goes on after the last event that a viewer got', async () => {
    const { base, say, end } = await start();
    await say('one', 'two');
    await end();
    const headers = { 'last-event-id': '2' };
    const response = await fetch(`${base}/events`, { headers });
    expect((await response.text()).match(/^id: \d+$/gm)).toEqual(['id: 3']);
  });

  it('follows several tasks by one stream, each after its position, and says what it refuses', async () => {
    const { origin, say, end } = await start();
    await say('one', 'two');
    const response = await fetch(`${origin}/events?task=p/one@1&task=p/gone@0`);
    await say('three');
    await end();
    const messages = (await response.text())
      .split('\n')
      .flatMap(line => (line.startsWith('data: ') ? [line.slice(6)] : []))
      .map(data => JSON.parse(data));
    const one = { project: 'p', name: 'one' };
    const gone = { project: 'p', name: 'gone' };
    expect(messages).toMatchObject([
      { task: gone, type: 'refused', status: 404 },
      { task: one, type: 'event', event: { position: 2, text: 'two' } },
      { task: one, type: 'event', event: { position: 3, text: 'three' } },
      { task: one, type: 'event', event: { position: 4, status: 'Stopped' } },
      { task: one, type: 'end' },
    ]);
  });

  it('lets viewers go whose right to see the task was taken away meanwhile', async () => {
    const { origin, base, rights, say } = await start();
    await say('one');
    const stream = await fetch(`${base}/events`);
    const several = await fetch(`${origin}/events?task=p/one@0`);
    // That it cannot be told for a while changes nothing.
    rights.error = new Error('The catalog is away');
    const { asked } = rights;
    await until(async () => rights.asked > asked + 2);
    await say('two');
    await until(async () => rights.asked > asked + 4);
    Object.assign(rights, { error: undefined, refused: 403 });

    const text = await stream.text();
    expect(text.match(/^id: \d+$/gm)).toEqual(['id: 1', 'id: 2']);
    expect(text).not.toContain('event: end');
    expect(await several.text()).toMatch(
      /"position":2.*\n\ndata: \{"task":\{"project":"p","name":"one"\},"type":"refused","status":403\}\n\n$/,
    );

    rights.error = new NotAllowedError('You may read none');
    const none = await fetch(`${base}/events`);
    expect(await none.text()).not.toContain('event: end');
  });

  it('closes streams with their client, and all of them at shutdown', async () => {
    const { base, server, shutdown } = await start();
    const connections = () =>
      new Promise<number>(resolve =>
        server.getConnections((_, count) => resolve(count)),
      );
    const client = new AbortController();
    const { signal } = client;
    await fetch(`${base}/events`, { signal });
    const other = await fetch(`${base}/events`);
    expect(await connections()).toBe(2);
    client.abort();
    await until(async () => (await connections()) === 1);
    shutdown.abort();
    expect(await other.text()).not.toContain('event: end');
  });

  it('gives a viewer that read nothing for a while everything that it missed', async () => {
    const { base, say, end } = await start();
    const response = await fetch(`${base}/events`);
    const line = 'x'.repeat(60_000);
    for (let i = 0; i < 100; i++) await say(line);
    await end();
    const text = await response.text();
    expect(text.match(/^id: \d+$/gm)).toEqual(
      Array.from({ length: 101 }, (_, i) => `id: ${i + 1}`),
    );
  });

  it('says so where events were deleted', async () => {
    const { base, db, uid, say, end, poll } = await start();
    await say('one', 'two', 'three');
    await end();
    await db('events').where({ task_uid: uid }).delete();
    expect((await poll('')).body).toMatchObject({
      items: [{ position: 4, type: 'truncated' }],
      ended: true,
    });
    const text = await (await fetch(`${base}/events`)).text();
    expect(text).toContain('id: 4\nevent: truncated\n');
    expect(text.endsWith('event: end\ndata: {}\n\n')).toBe(true);
    const log = await request(base).get('/logs');
    expect({ status: log.status, text: log.text }).toEqual({
      status: 200,
      text: '',
    });
  });

  it.each([
    ['bytes=0-3', 206, 'ä 1', 'bytes 0-3/1285'],
    ['bytes=1280-', 206, ' 199\n', 'bytes 1280-1284/1285'],
    ['bytes=-4', 206, '199\n', 'bytes 1281-1284/1285'],
    ['bytes=1281-9999', 206, '199\n', 'bytes 1281-1284/1285'],
    ['bytes=1285-', 416, undefined, 'bytes */1285'],
    ['bytes=-0', 416, undefined, 'bytes */1285'],
    ['bytes=4-3', 200, undefined, undefined],
    ['bytes=0-1,3-4', 200, undefined, undefined],
    ['lines=1-2', 200, undefined, undefined],
  ])('answers the range %s of a log with %i', async (...expected) => {
    const [range, status, text, contentRange] = expected;
    const { base, say } = await start();
    await say(...Array.from({ length: 199 }, (_, i) => `ä ${i + 1}`));
    const whole = await request(base).get('/logs');
    expect(Buffer.byteLength(whole.text)).toBe(1285);
    expect(whole.headers).toMatchObject({
      'accept-ranges': 'bytes',
      'content-disposition': 'inline; filename="one.log"',
    });
    const part = await request(base)
      .get('/logs?download=true')
      .set('range', range);
    expect(part.status).toBe(status);
    expect(part.headers['content-range']).toBe(contentRange);
    expect(part.headers['content-disposition']).toBe(
      'attachment; filename="one.log"',
    );
    const told = status === 416 ? undefined : part.text;
    expect(told).toBe(status === 200 ? whole.text : text);
  });

  it('gives the diff out of the bundle', async () => {
    const { base, store, uid } = await start();
    expect((await request(base).get('/diff')).text).toBe('');
    const claim = await store.claim('replica', 60_000);
    await store.createRun(
      { uid: 'run', taskUid: uid, attempt: 1, executor: 'local' },
      [{ kind: 'clone', hash: 'hash' }],
      claim ?? { taskUid: uid, owner: '', fence: 0 },
    );
    const data = gzipSync(
      JSON.stringify({
        version: 1,
        baseCommit: 'a'.repeat(40),
        baseTree: 'b'.repeat(40),
        tree: 'c'.repeat(40),
        entries: [],
        files: [],
        patch: '-a\n+b\n',
        patchTruncated: false,
      }),
    );
    const hash = createHash('sha256').update(data).digest('hex');
    await store.commit(uid, {
      runnerEvents: {
        runUid: 'run',
        events: [
          {
            type: 'bundle',
            seq: 1,
            time: new Date(0).toISOString(),
            phase: 'collect',
            hash,
            size: data.length,
            index: 0,
            count: 1,
            data: data.toString('base64'),
          },
        ],
      },
    });
    const part = await request(base).get('/diff').set('range', 'bytes=3-5');
    expect({ status: part.status, text: part.text }).toEqual({
      status: 206,
      text: '+b\n',
    });
  });
});
