import { generateKeyPairSync } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import {
  PublishingFixture,
  READ_TOKEN,
  WRITE_TOKEN,
} from '../__testUtils__/PublishingFixture';
import { GithubCodeHost } from './GithubCodeHost';

jest.setTimeout(60_000);

describe('GithubCodeHost', () => {
  let fixture: PublishingFixture;
  let repository: { name: string; url: string };

  beforeAll(async () => {
    fixture = await PublishingFixture.create();
    repository = await fixture.createRepository();
  });

  afterAll(async () => {
    await fixture.close();
  });

  it('finds a repository by any of its addresses', async () => {
    const host = fixture.codeHost(READ_TOKEN);
    const expected = {
      key: expect.stringMatching(`^${fixture.github.host}/[0-9]+$`),
      host: fixture.github.host,
      owner: 'example',
      name: repository.name,
      url: repository.url,
    };

    for (const suffix of [
      '',
      '/',
      '.git',
      '/tree/main/',
      '/blob/main/a/b.yaml',
    ]) {
      expect(host.handles(repository.url + suffix)).toBe(true);
      expect(await host.resolve(repository.url + suffix)).toEqual(expected);
    }
    expect(host.handles('https://gitlab.example.com/example/a')).toBe(false);
    expect(host.handles('nonsense')).toBe(false);
  });

  it.each([
    ['git@github.com:example/a.git', 'not an http(s) address'],
    ['ssh://git@github.com/example/a', 'not an http(s) address'],
    ['https://gitlab.example.com/example/a', "'github.com'"],
    ['https://github.com/example', 'names no repository'],
    ['https://github.com/example/a/issues/1', 'names no repository'],
    ['https://github.com/-example/a', 'names no repository'],
    [
      'https://someone:secret@github.com/example/a',
      'must not hold credentials',
    ],
  ])('refuses the address %s', async (url, words) => {
    const error = await fixture
      .codeHost(READ_TOKEN)
      .resolve(url)
      .catch(caught => caught);

    expect(error.name).toBe('InputError');
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('secret');
  });

  it('says what to check where a repository cannot be seen', async () => {
    await expect(
      fixture
        .codeHost(READ_TOKEN)
        .resolve(`${fixture.github.url}/example/none`),
    ).rejects.toMatchObject({
      name: 'NotFoundError',
      message: expect.stringContaining('Check that it exists'),
    });
    const error = await fixture
      .codeHost('a-token-nobody-knows')
      .resolve(repository.url)
      .catch(caught => caught);
    expect(error.name).toBe('NotAllowedError');
    expect(error.message).toContain('Bad credentials');
    expect(error.message).not.toContain('a-token-nobody-knows');
  });

  it('knows who may write', async () => {
    const host = fixture.codeHost(WRITE_TOKEN);
    const resolved = await host.resolve(repository.url);
    fixture.github.setPermission({
      owner: 'example',
      name: repository.name,
      login: 'contributor',
      permission: 'write',
    });

    expect(await host.canWrite(resolved, 'contributor')).toBe(true);
    expect(await host.canWrite(resolved, 'reader')).toBe(false);
    expect(await host.canWrite(resolved, '../../user')).toBe(false);
    expect(await host.canWrite(resolved, 'nobody-at-all')).toBe(false);
  });

  it('gives read access by the configured token', async () => {
    const host = fixture.codeHost(READ_TOKEN);
    const access = await host.cloneAccess(await host.resolve(repository.url));

    expect(access).toEqual({
      url: `${repository.url}.git`,
      authorization: `Basic ${Buffer.from(
        `x-access-token:${READ_TOKEN}`,
      ).toString('base64')}`,
    });
  });

  describe('with a server of its own', () => {
    let server: Server | undefined;

    afterEach(async () => {
      server?.closeAllConnections();
      await new Promise(resolve =>
        server ? server.close(resolve) : resolve(undefined),
      );
      server = undefined;
    });

    async function serve(
      listener: RequestListener,
      configuration: object,
    ): Promise<{ codeHost: GithubCodeHost; url: string }> {
      const started = createServer(listener);
      server = started;
      await new Promise<void>(resolve =>
        started.listen(0, '127.0.0.1', resolve),
      );
      const address = started.address();
      if (address === null || typeof address === 'string') {
        throw new Error('No port');
      }
      const host = `127.0.0.1:${address.port}`;
      const integrations = ScmIntegrations.fromConfig(
        new ConfigReader({
          integrations: {
            github: [
              { host, apiBaseUrl: `http://${host}/api/v3`, ...configuration },
            ],
          },
        }),
      );
      const codeHost = GithubCodeHost.create({
        integrations,
        credentials:
          DefaultGithubCredentialsProvider.fromIntegrations(integrations),
        logger: mockServices.logger.mock(),
      });
      return { codeHost, url: `http://${host}` };
    }

    it('mints a token of a GitHub App that reads the one repository', async () => {
      const { privateKey } = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
        publicKeyEncoding: { type: 'spki', format: 'pem' },
      });
      const requests: { path?: string; bearer: boolean; body: string }[] = [];
      const { codeHost, url } = await serve(
        async (request, response) => {
          let body = '';
          for await (const chunk of request) {
            body += chunk;
          }
          const authorization = request.headers.authorization ?? '';
          const bearer = /^bearer eyJ/i.test(authorization);
          requests.push({ path: request.url, bearer, body });
          response.setHeader('content-type', 'application/json');
          if (request.url?.endsWith('/installation')) {
            response.end(JSON.stringify({ id: 7 }));
            return;
          }
          response.statusCode = 201;
          response.end(
            JSON.stringify({
              token: 'minted-token',
              expires_at: '2099-01-01T00:00:00Z',
            }),
          );
        },
        {
          apps: [
            {
              appId: 1,
              privateKey,
              clientId: 'id',
              clientSecret: 'secret',
              webhookSecret: 'hook',
            },
          ],
        },
      );

      const access = await codeHost.cloneAccess({
        key: 'key',
        host: new URL(url).host,
        owner: 'example',
        name: 'shop',
        url: `${url}/example/shop`,
      });

      expect(access.authorization).toBe(
        `Basic ${Buffer.from('x-access-token:minted-token').toString(
          'base64',
        )}`,
      );
      expect(requests).toEqual([
        {
          path: '/api/v3/repos/example/shop/installation',
          bearer: true,
          body: '',
        },
        {
          path: '/api/v3/app/installations/7/access_tokens',
          bearer: true,
          body: JSON.stringify({
            repositories: ['shop'],
            permissions: { contents: 'read' },
          }),
        },
      ]);
    });

    it('tries again after an error of the server and after a secondary limit', async () => {
      const answers = [
        { status: 502, message: 'Bad gateway' },
        { status: 403, message: 'You have exceeded a secondary rate limit' },
      ];
      const { codeHost, url } = await serve(
        (_request, response) => {
          const answer = answers.shift();
          response.writeHead(answer?.status ?? 200, {
            'content-type': 'application/json',
            'retry-after': '1',
          });
          response.end(
            JSON.stringify(
              answer ?? { id: 5, name: 'shop', owner: { login: 'example' } },
            ),
          );
        },
        { token: 'some-token' },
      );

      const resolved = await codeHost.resolve(`${url}/example/shop`);

      expect(resolved.name).toBe('shop');
      expect(answers).toEqual([]);
    });

    it('keeps the token out of what a server says', async () => {
      const { codeHost, url } = await serve(
        (request, response) => {
          response.writeHead(403, { 'content-type': 'application/json' });
          response.end(
            JSON.stringify({ message: `No: ${request.headers.authorization}` }),
          );
        },
        { token: 'some-secret-token' },
      );

      await expect(codeHost.resolve(`${url}/example/shop`)).rejects.toThrow(
        "'No: token ***'",
      );
    });
  });
});
