import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChangeLimit } from '@background-tasks/plugin-background-tasks-common';
import {
  Bench,
  createRepository,
  createWorkshop,
  writeFiles,
} from '../../testing';
import { runClonePhase } from '../clone';
import { workspacePaths } from '../PhaseContext';
import { writeBaselineResult } from '../results';
import { runCollectPhase } from './collectPhase';

const BASE = {
  'README.md': 'Hello\n',
  'package.json': '{}\n',
  'package-lock.json': '{}\n',
  'tools/package.json': '{}\n',
  'tsconfig.json': '{}\n',
  'logo.png': Buffer.from([0, 1]),
};
/** Made up here, so that no scanner takes this file for a leak. */
const GITHUB_TOKEN = `ghp_${'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'}`;
const RUN_TOKEN = `btr_${'aB3-x9_Q'.repeat(5)}aB3`;
const RANDOM = ['q8Zr', 'T1mv', 'K0xJ', 'w7Lp', 'Y3Ns', 'D5hB'].join('');
const KEY = [
  '-----BEGIN RSA PRIVATE KEY-----',
  ...Array(10).fill(
    'MIIEpAIBAAKCAQEA1234567890abcdefghijklmnopqrstuvwxyzABCDEF',
  ),
  '-----END RSA PRIVATE KEY-----',
].join('\n');

describe('what may come out', () => {
  const workshop = createWorkshop();
  let count = 0;
  afterAll(workshop.remove);

  async function createBench(files: Record<string, string | Buffer> = BASE) {
    const dir = join(workshop.dir, String(count++));
    const repository = createRepository(join(dir, 'origin'), files);
    const bench = new Bench(join(dir, 'workspace'), `file://${repository}`);
    await bench.run('clone', runClonePhase);
    return bench;
  }

  async function collected(
    change: (work: string) => void,
    allow: ChangeLimit[] = [],
  ) {
    const bench = await createBench();
    bench.spec.limits.allow = allow;
    change(bench.work);
    return await bench.run('collect', runCollectPhase);
  }

  const write =
    (...paths: string[]) =>
    (work: string) =>
      writeFiles(work, Object.fromEntries(paths.map(path => [path, 'new\n'])));

  it.each<[string, ChangeLimit, (work: string) => void]>([
    ['a workflow', 'ciWorkflows', write('.github/workflows/ci.yml')],
    ['an action', 'ciWorkflows', write('.github/actions/x/action.yml')],
    ['in any case', 'ciWorkflows', write('.GitHub/Workflows/ci.yml')],
    ['another CI', 'ciWorkflows', write('.gitlab-ci.yml')],
    [
      'a folder by a link',
      'ciWorkflows',
      w => symlinkSync('x', `${w}/.circleci`),
    ],
    ['owners', 'codeOwners', write('docs/CODEOWNERS')],
    ['a linter', 'validationConfiguration', write('src/.eslintrc.json')],
    ['a test runner', 'validationConfiguration', write('vitest.config.ts')],
    ['our own', 'validationConfiguration', write('.background-tasks.yaml')],
    ['pre-commit', 'validationConfiguration', write('.pre-commit-config.yaml')],
    ['compiler', 'validationConfiguration', w => rmSync(`${w}/tsconfig.json`)],
    ['agents', 'agentInstructions', write('sub/AGENTS.md')],
    ['a skill', 'agentInstructions', write('.claude/skills/x/SKILL.md')],
    ['Copilot', 'agentInstructions', write('.github/copilot-instructions.md')],
    ['husky', 'gitHooks', write('.husky/pre-commit')],
    ['lefthook', 'gitHooks', write('lefthook.yml')],
    ['a lockfile', 'lockfiles', write('package-lock.json')],
    [
      'a lockfile and a manifest elsewhere',
      'lockfiles',
      write('tools/package-lock.json', 'package.json'),
    ],
    [
      'a binary file',
      'binaries',
      w => writeFileSync(`${w}/x.png`, Buffer.from([1, 0, 2])),
    ],
  ])('refuses %s (%s), unless that is allowed', async (_, limit, change) => {
    expect(await collected(change)).toEqual({
      outcome: 'validationFailed',
      error: expect.stringMatching(
        new RegExp(
          `^The change has in it what may not come out:\\n'\\S+' is [^]*\`backgroundTasks\\.changes\\.allow: \\[${limit}\\]\``,
        ),
      ),
    });
    expect(await collected(change, [limit])).toEqual({ outcome: 'ok' });
  });

  it('lets out what explains itself', async () => {
    const result = await collected(work => {
      write('package-lock.json', 'tools/package.json')(work);
      write('packages/new/tsconfig.json', 'docs/agents.txt')(work);
      rmSync(join(work, 'logo.png'));
    });
    expect(result).toEqual({ outcome: 'ok' });
  });

  it('names all that is wrong with a change, and hands nothing of it on', async () => {
    const bench = await createBench();
    bench.spec.limits.protectedPaths = ['/docs/legal/', '*.sql'];
    write('CODEOWNERS', 'AGENTS.md', 'docs/legal/a.md', 'db/1.sql')(bench.work);

    const { error } = await bench.run('collect', runCollectPhase);

    expect(error?.split('\n')).toEqual([
      'The change has in it what may not come out:',
      "'CODEOWNERS' is the list of code owners.",
      "'AGENTS.md' is an instruction for coding agents.",
      "'db/1.sql' is protected by the project's setting `backgroundTasks.changes.protectedPaths`.",
      "'docs/legal/a.md' is protected by the project's setting `backgroundTasks.changes.protectedPaths`.",
      'Leave that out of the change, or allow it for the project with `backgroundTasks.changes.allow: [codeOwners, agentInstructions]`.',
    ]);
    const types = bench.events.map(({ type }) => type);
    expect(types).not.toContain('bundle');
    expect(types).not.toContain('changes');
  });

  it('takes the setting for changed checks for their configuration too', async () => {
    const bench = await createBench();
    bench.spec.validation.allowChangedChecks = true;
    write('eslint.config.js')(bench.work);

    expect(await bench.run('collect', runCollectPhase)).toEqual({
      outcome: 'ok',
    });
  });

  it.each([
    ['a token', `const token = '${GITHUB_TOKEN}';`, 'GitHub Token'],
    [
      'one that is to be overlooked',
      `// secretlint-disable\n\n${GITHUB_TOKEN}`,
      'GitHub Token',
    ],
    ['a private key', KEY, 'private key'],
    [
      'a random value',
      `DB_PASSWORD=${RANDOM}`,
      'a random value named a secret',
    ],
    [
      'the token of the run',
      `MODEL=${RUN_TOKEN}`,
      "a token of this task's run",
    ],
    [
      'the token of the run in base64',
      Buffer.from(`env: ${RUN_TOKEN} and more`).toString('base64'),
      "a token of this task's run",
    ],
    [
      'the token of the run in hexadecimal',
      Buffer.from(RUN_TOKEN).toString('hex'),
      "a token of this task's run",
    ],
  ])('refuses %s, and does not say it again', async (_, text, title) => {
    const bench = await createBench();
    writeFiles(bench.work, { 'README.md': `Hello\n\n${text}\n` });

    const result = await bench.run('collect', runCollectPhase);

    expect(result.outcome).toBe('validationFailed');
    expect(result.error).toMatch(
      new RegExp(`'README\\.md', line [2-5] looks like a secret: ${title}\\.`),
    );
    const said = JSON.stringify([result, bench.events]);
    for (const part of [GITHUB_TOKEN, RUN_TOKEN, RANDOM, text.slice(-30)]) {
      expect(said).not.toContain(part);
    }
  });

  it.each([
    ['a file', (text: string) => `docs/${text}`],
    ['a folder', (text: string) => `${text}/AGENTS.md`],
  ])(
    'refuses a secret in the name of %s, and does not name it',
    async (_, at) => {
      for (const [text, title] of [
        [GITHUB_TOKEN, 'GitHub Token'],
        [RUN_TOKEN, "a token of this task's run"],
      ]) {
        const bench = await createBench();
        write(at(text))(bench.work);

        const result = await bench.run('collect', runCollectPhase);

        expect(result).toEqual({
          outcome: 'validationFailed',
          error: expect.stringContaining(
            `The name of a new file looks like a secret: ${title}.`,
          ),
        });
        expect(JSON.stringify([result, bench.events])).not.toContain(text);
      }
    },
  );

  it('looks at added lines alone, and into binary files', async () => {
    const bench = await createBench({ 'a.txt': `1\n${GITHUB_TOKEN}\n` });
    writeFiles(bench.work, { 'a.txt': `2\n${GITHUB_TOKEN}\n` });
    expect(await bench.run('collect', runCollectPhase)).toEqual({
      outcome: 'ok',
    });

    expect(
      await collected(
        work => writeFileSync(join(work, 'x.bin'), `a\0key=${GITHUB_TOKEN}\0b`),
        ['binaries'],
      ),
    ).toMatchObject({
      error: expect.stringContaining("'x.bin' looks like a secret"),
    });
  });

  it('takes no lockfile and no code without secrets for one', async () => {
    const result = await collected(work =>
      writeFiles(work, {
        'package.json': '{"version": "2.0.0"}\n',
        'package-lock.json': `{"integrity": "sha512-${RANDOM.repeat(3)}"}\n`,
        'a.js': [
          'const token = process.env.GITHUB_TOKEN_OF_THE_DEPLOYMENT;',
          "const passwordField = 'current-password-confirmation-2';",
          "secretName: 'my-application-database-credentials-v2'",
          'apiKey: ${{ secrets.DEPLOYMENT_KEY_2 }}',
        ].join('\n'),
      }),
    );
    expect(result).toEqual({ outcome: 'ok' });
  });

  it('leaves out what the checks made before the agent came', async () => {
    const bench = await createBench();
    const paths = workspacePaths(bench.root, 'baseline');
    writeBaselineResult(paths, {
      plan: { setup: [], commands: [] },
      checks: [],
      leftBehind: ['out/', 'sub/report.txt', 'README.md'],
    });
    mkdirSync(join(bench.work, 'out'));
    write('out/a', 'sub/report.txt', 'sub/new.txt', 'README.md')(bench.work);

    expect(await bench.run('collect', runCollectPhase)).toEqual({
      outcome: 'ok',
    });
    const changed = bench.events.flatMap(event =>
      event.type === 'changes' ? event.files.map(({ path }) => path) : [],
    );
    expect(changed).toEqual(['README.md', 'sub/new.txt']);
    expect(bench.log).toContain("Left out 'out': the checks make it.");
  });

  it('leaves out new folders that leave themselves out, as caches do', async () => {
    const bench = await createBench();
    writeFiles(bench.work, {
      '.cache/.gitignore': '# Created by a tool\n*\n',
      '.cache/a/b.db': 'a\0b',
      'new/.gitignore': '*\n!kept.txt\n',
      'new/kept.txt': 'kept\n',
      'linked/kept.txt': 'kept\n',
    });
    symlinkSync('../.cache/.gitignore', join(bench.work, 'linked/.gitignore'));

    await bench.run('collect', runCollectPhase);

    const changed = bench.events.flatMap(event =>
      event.type === 'changes' ? event.files.map(({ path }) => path) : [],
    );
    expect(changed).toEqual([
      'linked/.gitignore',
      'linked/kept.txt',
      'new/.gitignore',
      'new/kept.txt',
    ]);
  });
});
