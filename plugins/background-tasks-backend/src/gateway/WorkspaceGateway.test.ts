import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import {
  createServer,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { mockServices } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import { startDevGithub, type DevGithub } from '@background-tasks/dev-github';
import { git } from '../publishing/__testUtils__/git';
import { WorkspaceGateway, type GatewayCloneAccess } from '.';

jest.setTimeout(30_000);

const REAL_TOKEN = 'the-real-token-of-the-host';
const RUN_TOKEN = 'token-of-this-run';

describe('WorkspaceGateway', () => {
  const closers: (() => Promise<void>)[] = [];
  let directory: string;
  let access: GatewayCloneAccess;
  let refusal: Error | undefined;
  let gateway: WorkspaceGateway;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'gateway-'));
    closers.push(() => rm(directory, { recursive: true, force: true }));
    refusal = undefined;
    gateway = await startGateway();
  });

  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) {
      await close();
    }
  });

  async function startGateway(
    idleTimeoutMs?: number,
    lastPort?: number,
  ): Promise<WorkspaceGateway> {
    const started = WorkspaceGateway.create({
      host: '127.0.0.1',
      port: 0,
      lastPort,
      logger: mockServices.logger.mock(),
      resolveCloneAccess: async token => {
        if (refusal) {
          throw refusal;
        }
        return digest(token) === digest(RUN_TOKEN) ? access : undefined;
      },
      idleTimeoutMs,
    });
    await started.start();
    closers.push(() => started.stop());
    return started;
  }

  function digest(token: string): string {
    return createHash('sha256').update(token).digest('hex');
  }

  function basic(token: string): string {
    return `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  }

  async function startGithub(): Promise<DevGithub> {
    const github = await startDevGithub({ directory: join(directory, 'hub') });
    closers.push(() => github.close());
    github.addToken({ token: REAL_TOKEN, login: 'bot', scope: 'write' });
    const { url } = await github.createRepository({
      owner: 'example',
      name: 'shop',
      private: true,
    });
    access = { url: `${url}.git`, authorization: basic(REAL_TOKEN) };
    return github;
  }

  async function startUpstream(listener: RequestListener): Promise<Server> {
    const server = createServer(listener);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    closers.push(async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    });
    const address = server.address();
    if (address === null || typeof address === 'string') {
      throw new Error('No port');
    }
    access = {
      url: `http://127.0.0.1:${address.port}/example/shop.git`,
      authorization: basic(REAL_TOKEN),
    };
    return server;
  }

  async function gitWithToken(
    args: string[],
    options: { token?: string; directory?: string; trace?: string } = {},
  ): Promise<string> {
    return git(
      options.directory ?? directory,
      [
        '-c',
        `http.extraHeader=Authorization: Bearer ${options.token ?? RUN_TOKEN}`,
        ...args,
      ],
      options.trace
        ? { GIT_TRACE_CURL: options.trace, GIT_TRACE_REDACT: '0' }
        : {},
    );
  }

  async function ask(
    path: string,
    options: {
      method?: string;
      headers?: Record<string, string>;
      body?: Buffer;
    } = {},
  ): Promise<{ answer: IncomingMessage; body: string }> {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = httpRequest(`${gateway.url}${path}`, {
        method: options.method ?? 'GET',
        headers: { authorization: basic(RUN_TOKEN), ...options.headers },
      });
      request.once('response', resolve);
      request.once('error', reject);
      request.end(options.body);
    });
    return { answer, body: await text(answer) };
  }

  const ADVERTISE = '/git/shop.git/info/refs?service=git-upload-pack';

  it('is where it was before, as workspaces outlive it, unless something else is there by now', async () => {
    const { port } = gateway;
    await gateway.stop();

    const again = await startGateway(undefined, port);
    const another = await startGateway(undefined, port);

    expect(again.port).toBe(port);
    expect(another.port).not.toBe(port);
  });

  it('lets git clone and fetch, and the real token stays behind', async () => {
    const github = await startGithub();
    const clone = join(directory, 'clone');
    const trace = join(directory, 'trace');

    await gitWithToken(
      ['clone', '-q', `${gateway.url}/git/example/shop.git`, clone],
      { trace },
    );
    await gitWithToken(['fetch', '-q'], { directory: clone, trace });

    expect(await readFile(join(clone, 'README.md'), 'utf8')).not.toBe('');
    const seen =
      (await readFile(trace, 'utf8')) +
      (await readFile(join(clone, '.git/config'), 'utf8'));
    expect(seen).toContain(RUN_TOKEN);
    expect(seen).toContain('000eversion 2');
    expect(seen).not.toContain(REAL_TOKEN);
    expect(seen).not.toContain(basic(REAL_TOKEN).slice(6));
    expect(
      github.requests().some(request => request.path.includes('upload-pack')),
    ).toBe(true);
  });

  it('passes a large request on, as git compresses it', async () => {
    const bodies: Buffer[] = [];
    const headers: IncomingMessage['headers'][] = [];
    await startUpstream(async (request, response) => {
      headers.push(request.headers);
      for await (const chunk of request) {
        bodies.push(chunk);
      }
      response.writeHead(200, {
        'content-type': 'application/x-git-upload-pack-result',
        'content-encoding': 'gzip',
        'set-cookie': 'session=1',
      });
      response.end(Buffer.from([0x1f, 0x8b, 1, 2, 3]));
    });
    const body = Buffer.alloc(3_000_000, 7);

    const { answer } = await ask('/git/shop.git/git-upload-pack', {
      method: 'POST',
      headers: { 'content-encoding': 'gzip', 'git-protocol': 'version=2' },
      body,
    });

    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(Buffer.concat(bodies).equals(body)).toBe(true);
    expect(headers[0]).toMatchObject({
      authorization: basic(REAL_TOKEN),
      'content-encoding': 'gzip',
      'git-protocol': 'version=2',
    });
  });

  it('refuses pushes in words, whatever the token may do', async () => {
    await startGithub();
    const clone = join(directory, 'clone');
    await gitWithToken([
      'clone',
      '-q',
      `${gateway.url}/git/example/shop.git`,
      clone,
    ]);

    const push = gitWithToken(['push', 'origin', 'HEAD:refs/heads/mine'], {
      directory: clone,
    });
    await expect(push).rejects.toThrow('This address is read-only');

    const direct = await ask('/git/shop.git/git-receive-pack', {
      method: 'POST',
      body: Buffer.from('0000'),
    });
    expect(direct.answer.statusCode).toBe(403);
  });

  it('refuses unknown tokens, and knows no other address', async () => {
    const github = await startGithub();

    for (const authorization of ['Bearer wrong', basic('wrong'), 'x', '']) {
      const { answer } = await ask(ADVERTISE, { headers: { authorization } });
      expect(answer.statusCode).toBe(401);
    }
    for (const path of [
      '/',
      '/git/shop.git/HEAD',
      '/git/shop.git/info/refs',
      '/git/shop.git/objects/info/packs',
      '/git/../api/v3/user',
      `/api/v3/repos/example/shop`,
    ]) {
      expect((await ask(path)).answer.statusCode).toBe(404);
    }
    expect(github.requests()).toEqual([]);
  });

  it('gives errors of the code host in its words, without the token', async () => {
    await startUpstream((request, response) => {
      response.writeHead(404, {
        'content-type': 'text/plain',
        'www-authenticate': `Basic realm="${REAL_TOKEN}"`,
      });
      response.end(
        `Repository not found for ${request.headers.authorization} or ${REAL_TOKEN}`,
      );
    });

    const { answer, body } = await ask(ADVERTISE);

    expect(answer.statusCode).toBe(404);
    expect(body).toBe('Repository not found for *** or ***\n');
    expect(JSON.stringify(answer.headers)).not.toContain(REAL_TOKEN);
  });

  it('says what the backend found out about the repository', async () => {
    refusal = new NotFoundError('The repository was not found');
    const { answer, body } = await ask(ADVERTISE);
    expect([answer.statusCode, body]).toEqual([
      404,
      'The repository was not found\n',
    ]);

    refusal = new Error('a detail for the log alone');
    const hidden = await ask(ADVERTISE);
    expect(hidden.answer.statusCode).toBe(500);
    expect(hidden.body).not.toContain('detail');
  });

  it('says that the credentials of the backend are wrong, not those of the run', async () => {
    await startGithub();
    access = { ...access, authorization: basic('no-longer-valid') };

    const { answer, body } = await ask(ADVERTISE);

    expect(answer.statusCode).toBe(403);
    expect(body).toContain('refused the credentials');
    expect(body).not.toContain('no-longer-valid');
  });

  it('says so where the code host cannot be reached, or does not answer', async () => {
    gateway = await startGateway(300);
    const upstream = await startUpstream(() => {});
    expect((await ask(ADVERTISE)).answer.statusCode).toBe(504);

    upstream.closeAllConnections();
    await new Promise(resolve => upstream.close(resolve));
    const { answer, body } = await ask(ADVERTISE);
    expect(answer.statusCode).toBe(502);
    expect(body).toContain('cannot be reached');
  });

  it('follows a renamed repository within its host, and nowhere else', async () => {
    const paths: (string | undefined)[] = [];
    const elsewhere = { location: '' };
    await startUpstream((request, response) => {
      paths.push(request.url);
      if (request.url?.startsWith('/example/shop.git/')) {
        response.writeHead(301, {
          location:
            elsewhere.location ||
            '/example/store.git/info/refs?service=git-upload-pack',
        });
        response.end();
        return;
      }
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.end('ok');
    });

    expect((await ask(ADVERTISE)).body).toBe('ok');
    const fetch = await ask('/git/shop.git/git-upload-pack', {
      method: 'POST',
      body: Buffer.from('0000'),
    });
    expect(fetch.body).toBe('ok');
    expect(paths.at(-1)).toBe('/example/store.git/git-upload-pack');

    const asked = paths.length;
    access = { ...access, url: access.url.replace('shop.git', 'shop.git/x') };
    elsewhere.location = 'http://127.0.0.2:1/example/shop.git/info/refs';
    const refused = await ask(ADVERTISE);
    expect(refused.answer.statusCode).toBe(502);
    expect(paths).toHaveLength(asked + 1);
  });

  it('forgets after a minute where a repository was moved', async () => {
    const paths: (string | undefined)[] = [];
    let moved = true;
    await startUpstream((request, response) => {
      paths.push(request.url);
      if (moved && request.url?.startsWith('/example/shop.git/info')) {
        const location = '/example/store.git/info/refs?service=git-upload-pack';
        response.writeHead(301, { location }).end();
        return;
      }
      response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
    });
    const fetched = async () => {
      await ask('/git/shop.git/git-upload-pack', {
        method: 'POST',
        body: Buffer.from('0000'),
      });
      return paths.at(-1);
    };
    await ask(ADVERTISE);
    moved = false;
    await ask(ADVERTISE);
    expect(paths.at(-1)).toMatch('/example/store.git/');
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now + 61_000);
    try {
      // What is under way goes on where it began.
      expect(await fetched()).toMatch('/example/store.git/');
      await ask(ADVERTISE);
      expect(paths.at(-1)).toMatch('/example/shop.git/');
      expect(await fetched()).toMatch('/example/shop.git/');
    } finally {
      clock.mockRestore();
    }
  });

  it('refuses requests that are too large', async () => {
    await startUpstream((request, response) => {
      request.resume();
      request.once('end', () => response.end());
    });
    const body = Buffer.alloc(17 * 1024 * 1024);

    const declared = await ask('/git/shop.git/git-upload-pack', {
      method: 'POST',
      headers: {
        'content-length': String(body.length),
        expect: '100-continue',
      },
    }).catch(error => error);
    expect(declared).toMatchObject({ answer: { statusCode: 413 } });

    // Chunked, so that only the count can tell; the connection may break before the answer is read.
    const counted = await ask('/git/shop.git/git-upload-pack', {
      method: 'POST',
      headers: { 'transfer-encoding': 'chunked' },
      body,
    }).catch((error: NodeJS.ErrnoException) => error.code);
    expect([413, 'ECONNRESET', 'EPIPE']).toContain(
      typeof counted === 'object' ? counted.answer.statusCode : counted,
    );
  });

  it('gives up upstream when the client is gone', async () => {
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.write('begins');
    });
    const [client, socket] = await Promise.all([
      new Promise<ClientRequest>((resolve, reject) => {
        const request = httpRequest(`${gateway.url}${ADVERTISE}`, {
          headers: { authorization: basic(RUN_TOKEN) },
        });
        request.once('error', reject);
        request.once('response', answer => {
          answer.on('error', () => {});
          answer.once('data', () => resolve(request));
        });
        request.end();
      }),
      once(upstream, 'connection').then(([connection]) => connection),
    ]);
    expect(socket.destroyed).toBe(false);

    client.destroy();

    await once(socket, 'close');
    expect(socket.destroyed).toBe(true);
  });

  it('says which port is taken, and stops twice', async () => {
    const second = WorkspaceGateway.create({
      host: '127.0.0.1',
      port: Number(new URL(gateway.url).port),
      logger: mockServices.logger.mock(),
      resolveCloneAccess: async () => undefined,
    });

    await expect(second.start()).rejects.toThrow('is taken');
    await second.stop();
    await gateway.stop();
    await gateway.stop();
    expect(() => gateway.url).toThrow('not started');
  });
});
