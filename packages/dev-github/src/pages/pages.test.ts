import { TestGithub, TOKENS } from '../__testUtils__/TestGithub';

const EVIL = '<script>alert(1)</script>';

const BODY = `
${EVIL}
<img src=x onerror=alert(1)> [link](javascript:alert(1)) [ok](https://example.com)

| check | result |
| --- | --- |
| \`npm test\` | ✅ |

- [x] done
`;

jest.setTimeout(60_000);

describe('pages', () => {
  let github: TestGithub;

  beforeEach(async () => {
    github = await TestGithub.start();
  });

  afterEach(async () => {
    await github.stop();
  });

  async function openPull(repo: string) {
    const place = { owner: 'example', repo };
    const { git, pulls, issues } = github.client('writer').rest;
    const main = await git.getRef({ ...place, ref: 'heads/main' });
    const tree = await git.createTree({
      ...place,
      base_tree: main.data.object.sha,
      tree: [
        { path: 'README.md', mode: '100644', type: 'blob', content: EVIL },
        { path: `${EVIL}/ä.txt`, mode: '100644', type: 'blob', content: 'x\n' },
      ],
    });
    const commit = await git.createCommit({
      ...place,
      message: EVIL,
      tree: tree.data.sha,
      parents: [main.data.object.sha],
    });
    const sha = commit.data.sha;
    await git.createRef({ ...place, ref: 'refs/heads/task/<b>', sha });
    const pull = await pulls.create({
      ...place,
      head: 'task/<b>',
      base: 'main',
      title: EVIL,
      body: BODY,
    });
    await issues.addLabels({ ...place, issue_number: 1, labels: ['<i>'] });
    await issues.createComment({ ...place, issue_number: 1, body: EVIL });
    return pull.data.html_url.slice(github.server.url.length);
  }

  it('shows a pull request without letting any of its text run', async () => {
    const page = await github.request(await openPull('open'));

    expect(page.status).toBe(200);
    expect(page.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page.text).not.toMatch(/<script|<img|javascript:|onerror=/);
    expect(page.text).toContain('<code>task/&lt;b&gt;</code>');
    expect(page.text).toContain('<span class="badge">&lt;i&gt;</span>');
    expect(page.text).toContain('<td><code>npm test</code></td>');
    expect(page.text).toContain('href="https://example.com"');
    expect(page.text).toMatch(/class="line removed">-# open</);
    expect(page.text).toMatch(/class="line added">\+&lt;script/);
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const style = await github.request('/-/style.css');
    expect(style.text).toContain('prefers-color-scheme: dark');
  });

  it('shows the repository, its files and commits, wherever a link leads', async () => {
    const pull = await openPull('open');
    const seen = new Set<string>();
    const open = [pull, '/example/open'];
    for (let place = open.pop(); place; place = open.pop()) {
      if (seen.has(place)) continue;
      seen.add(place);
      const page = await github.request(place);
      expect([place, page.status]).toEqual([place, 200]);
      expect(page.text).not.toMatch(/<script|<b>|<i>/);
      for (const [, link] of page.text.matchAll(/href="([^"]*)"/g)) {
        if (link.startsWith(github.server.url)) {
          open.push(link.slice(github.server.url.length));
        }
      }
    }
    expect([...seen]).toEqual(
      expect.arrayContaining([
        '/example/open/blob/main/README.md',
        expect.stringMatching('/example/open/commit/'),
        expect.stringMatching('/example/open/tree/task/'),
      ]),
    );
    const raw = await github.request(
      '/example/open/raw/task/%3Cb%3E/README.md',
    );
    expect(raw.text).toBe(EVIL);
    expect(raw.headers.get('content-type')).toMatch('text/plain');
    const diff = await github.request(`${pull}.diff`);
    expect(diff.text).toMatch(/^diff --git a\//);
    expect((await github.request('/example/open/blob/main/x')).status).toBe(
      404,
    );
    expect((await github.request('/example/open/raw/%E0%A4%A')).status).toBe(
      404,
    );
  });

  it('asks for a token before it shows anything private', async () => {
    const place = await openPull('secret');
    for (const hidden of [place, '/example/secret', '/example/missing']) {
      const page = await github.request(hidden);
      expect(page.status).toBe(401);
      expect(page.headers.get('www-authenticate')).toMatch(/^Basic /);
    }
    const asReader = await github.request(place, { token: TOKENS.reader });
    expect(asReader.status).toBe(200);
    const asOther = await github.request(place, { token: TOKENS.other });
    expect(asOther.status).toBe(404);
  });
});
