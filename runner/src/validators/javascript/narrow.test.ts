import { discoverChecks } from '../discover';
import { narrow } from '../narrow';
import { filesOf, workflow } from '../testing';

function workspace(
  scripts: Record<string, string>,
  more: Record<string, string>,
) {
  const packageJson = (name: string, uses: string[] = []) =>
    JSON.stringify({
      name,
      scripts: { test: 'jest', lint: 'eslint .' },
      dependencies: Object.fromEntries(uses.map(one => [one, '*'])),
    });
  return filesOf({
    'package.json': JSON.stringify({ workspaces: ['packages/*'], scripts }),
    'packages/core/package.json': packageJson('@x/core'),
    'packages/web/package.json': packageJson('@x/web', ['@x/core']),
    'packages/docs/package.json': packageJson('@x/docs'),
    'packages/core/index.js': '',
    ...more,
  });
}

async function narrowed(
  files: ReturnType<typeof filesOf>,
  ...paths: string[]
): Promise<string[]> {
  const { plan } = await discoverChecks(files);
  const { commands } = await narrow(plan, paths, files);
  return commands.map(({ command, directory }) =>
    directory ? `cd ${directory} && ${command}` : command,
  );
}

describe('narrow', () => {
  it.each<[string, Record<string, string>, Record<string, string>, string]>([
    [
      'npm',
      { test: 'npm test --workspaces' },
      {},
      'npm run test --if-present -w @x/core -w @x/web',
    ],
    [
      'pnpm',
      { test: 'pnpm -r test' },
      { 'pnpm-workspace.yaml': 'packages: [packages/*]', 'pnpm-lock.yaml': '' },
      'pnpm --filter @x/core --filter @x/web run test',
    ],
    [
      'Yarn',
      { test: 'yarn workspaces foreach -A run test' },
      { 'yarn.lock': '__metadata:\n' },
      'yarn workspaces foreach --all --topological-dev --include @x/core --include @x/web run test',
    ],
    [
      'Turborepo',
      { test: 'turbo run test' },
      {},
      'npx --no-install turbo run test --filter=@x/core --filter=@x/web',
    ],
    [
      'Nx',
      { test: 'nx run-many -t test' },
      {},
      'npx --no-install nx run-many -t test --projects=@x/core,@x/web',
    ],
    [
      'Lerna',
      { test: 'lerna run test' },
      {},
      'npx --no-install lerna run test --scope=@x/core --scope=@x/web',
    ],
  ])(
    'runs what changed and what depends on it with %s',
    async (_, scripts, more, expected) => {
      const files = workspace(scripts, more);

      expect(await narrowed(files, 'packages/core/index.js')).toEqual([
        expected,
      ]);
    },
  );

  it('keeps all where the root changed, and what it cannot take apart', async () => {
    const files = workspace({ test: 'turbo run test', lint: 'eslint .' }, {});
    const all = ['npm run lint', 'npx --no-install turbo run test'];

    expect(await narrowed(files, 'package.json', 'packages/core/a.js')).toEqual(
      all,
    );
    expect(await narrowed(files)).toEqual(all);
    expect(await narrowed(files, 'packages/docs/a.js')).toEqual([
      'npm run lint',
      'npx --no-install turbo run test --filter=@x/docs',
    ]);
  });

  it('leaves out the checks of packages that the change does not touch', async () => {
    const files = workspace(
      {},
      workflow(
        { run: 'npm test', 'working-directory': 'packages/web' },
        { run: 'npm run lint', 'working-directory': 'packages/docs' },
      ),
    );

    expect(await narrowed(files, 'packages/core/index.js')).toEqual([
      'cd packages/web && npm test',
    ]);
  });
});
