import { generateKeyPairSync, sign } from 'node:crypto';
import { TestGithub } from './__testUtils__/TestGithub';

const APP_ID = 77;
const SECRET = { owner: 'example', repo: 'secret' };

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function assertion(claims: object = {}, privateKey = keys.privateKey): string {
  const now = Math.floor(Date.now() / 1000);
  const body = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({
    iss: APP_ID,
    iat: now - 30,
    exp: now + 570,
    ...claims,
  })}`;
  const signature = sign('sha256', Buffer.from(body), privateKey);
  return `${body}.${signature.toString('base64url')}`;
}

jest.setTimeout(60_000);

describe('GitHub Apps', () => {
  let github: TestGithub;
  let installationId: number;

  beforeEach(async () => {
    github = await TestGithub.start();
    installationId = install({});
  });

  afterEach(async () => {
    await github.stop();
  });

  function install(options: {
    tokenLifetimeMs?: number;
    repositories?: string[];
  }): number {
    const { installationIds } = github.server.addApp({
      appId: APP_ID,
      slug: 'tasks',
      publicKey: keys.publicKey,
      tokenLifetimeMs: options.tokenLifetimeMs,
      installations: [
        { owner: 'example', repositories: options.repositories },
        { owner: 'elsewhere' },
      ],
    });
    return installationIds[0];
  }

  function clientOf(token: string) {
    return github.clientWith(token);
  }

  it('answers an App about its installations as GitHub describes', async () => {
    const { apps } = clientOf(assertion()).rest;

    const list = await apps.listInstallations();
    expect(list.data.map(item => item.account?.id)).toHaveLength(2);
    const one = await apps.getRepoInstallation(SECRET);
    expect(one.data).toMatchObject({ id: installationId, app_slug: 'tasks' });
    await expect(
      apps.getRepoInstallation({ owner: 'example', repo: 'missing' }),
    ).rejects.toMatchObject({ status: 404 });
    expect(github.problems).toEqual([]);
  });

  it('refuses what is not the assertion of an App, of now', async () => {
    const stranger = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const now = Math.floor(Date.now() / 1000);
    for (const token of [
      assertion({}, stranger.privateKey),
      assertion({ iss: 1 }),
      assertion({ exp: now - 1 }),
      assertion({ exp: now + 3600 }),
      'token-of-writer',
    ]) {
      await expect(
        clientOf(token).rest.apps.listInstallations(),
      ).rejects.toMatchObject({ status: 401 });
    }
    await expect(
      clientOf(assertion()).rest.repos.get(SECRET),
    ).rejects.toMatchObject({ status: 401 });
  });

  it('narrows tokens to repositories and permissions', async () => {
    const { apps } = clientOf(assertion()).rest;
    const target = { installation_id: installationId };

    const narrow = await apps.createInstallationAccessToken({
      ...target,
      repositories: ['open'],
      permissions: { contents: 'read' },
    });
    expect(narrow.data).toMatchObject({
      permissions: { contents: 'read' },
      repository_selection: 'selected',
      repositories: [{ name: 'open' }],
    });
    const reader = clientOf(narrow.data.token).rest;
    expect((await reader.repos.get({ ...SECRET, repo: 'open' })).status).toBe(
      200,
    );
    await expect(reader.repos.get(SECRET)).rejects.toMatchObject({
      status: 404,
    });
    await expect(
      reader.git.createBlob({ ...SECRET, repo: 'open', content: 'x' }),
    ).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('not accessible by integration'),
    });
    const own = await reader.apps.listReposAccessibleToInstallation();
    expect(own.data.repositories.map(({ name }) => name)).toEqual(['open']);

    const url = github.cloneUrl('secret', narrow.data.token);
    await expect(github.git(github.folder, 'ls-remote', url)).rejects.toThrow(
      'not found',
    );

    const writer = await apps.createInstallationAccessToken({
      ...target,
      permissions: { contents: 'write' },
    });
    const contents = clientOf(writer.data.token).rest;
    await contents.git.createBlob({ ...SECRET, content: 'x' });
    await expect(
      contents.pulls.create({ ...SECRET, title: 'T', head: 'x', base: 'main' }),
    ).rejects.toMatchObject({ status: 403 });

    for (const wish of [
      { repositories: ['missing'] },
      { permissions: { administration: 'write' as const } },
    ]) {
      await expect(
        apps.createInstallationAccessToken({ ...target, ...wish }),
      ).rejects.toMatchObject({ status: 422 });
    }
    install({ repositories: ['open'] });
    await expect(apps.getRepoInstallation(SECRET)).rejects.toMatchObject({
      status: 404,
    });
    expect(github.problems).toEqual([]);
  });

  it('lets tokens expire', async () => {
    // Longer than a busy machine needs for one request.
    const id = install({ tokenLifetimeMs: 5_000 });
    const { data } = await clientOf(
      assertion(),
    ).rest.apps.createInstallationAccessToken({ installation_id: id });
    const client = clientOf(data.token);
    const statusNow = async () => {
      const { status } = await client.rest.repos
        .get(SECRET)
        .catch(error => error);
      return status;
    };
    expect(await statusNow()).toBe(200);
    let status = 200;
    while (status === 200) status = await statusNow();
    expect(status).toBe(401);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(data.expires_at));
  });

  it('signs what its bot commits', async () => {
    const { data: minted } = await clientOf(
      assertion(),
    ).rest.apps.createInstallationAccessToken({
      installation_id: installationId,
    });
    const { git } = clientOf(minted.token).rest;
    const ref = await git.getRef({ ...SECRET, ref: 'heads/main' });
    const parent = ref.data.object.sha;
    const base = await git.getCommit({ ...SECRET, commit_sha: parent });
    const wish = { ...SECRET, message: 'M', tree: base.data.tree.sha };

    const { data: own } = await git.createCommit({
      ...wish,
      parents: [parent],
    });
    expect(own.author.name).toBe('tasks[bot]');
    expect(own.committer.email).toMatch(/^\d+\+tasks\[bot\]@/);
    expect(own.verification.verified).toBe(true);
    expect(base.data.verification.verified).toBe(false);

    const { data: foreign } = await git.createCommit({
      ...wish,
      author: { name: 'Somebody', email: 'somebody@example.com' },
    });
    expect(foreign.verification.verified).toBe(false);
    expect(github.problems).toEqual([]);
  });
});
