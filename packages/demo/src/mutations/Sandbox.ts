import { execFile } from 'node:child_process';
import {
  cp,
  mkdir,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const MAX_LIST_BYTES = 64 * 1024 * 1024;
/** Built from sources that no test of a mutation builds itself. */
const BUILT = ['runner/dist', 'packages/app/dist'];

const resultSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
});

/** What a test came to: `broken` means that it did not get as far as to judge. */
export type TestVerdict = 'passed' | 'failed' | 'broken';

/**
 * A copy of the checkout to break things in: sources are copied, third-party packages linked. The project's own
 * packages resolve to the copies.
 */
export class Sandbox {
  private constructor(
    private readonly root: string,
    private readonly folder: string,
  ) {}

  /** Makes it, in place of an old one. */
  static async create(root: string, folder: string): Promise<Sandbox> {
    await rm(folder, { recursive: true, force: true });
    const { stdout } = await run(
      'git',
      ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
      { cwd: root, maxBuffer: MAX_LIST_BYTES },
    );
    for (const file of stdout.split('\0').filter(Boolean)) {
      if (!(await exists(join(root, file)))) continue;
      await copyInto(root, folder, file);
    }
    for (const built of BUILT) {
      if (await exists(join(root, built))) await copyInto(root, folder, built);
    }
    const sandbox = new Sandbox(root, folder);
    await sandbox.linkPackages();
    return sandbox;
  }

  /** Replaces a text that occurs exactly once, runs the work, and puts the file back. */
  async withReplaced<T>(
    change: { file: string; find: string; replace: string },
    work: () => Promise<T>,
  ): Promise<T> {
    const file = join(this.folder, change.file);
    const original = await readFile(file, 'utf8');
    if (original.split(change.find).length !== 2) {
      throw new Error(
        `${change.file} does not hold this text exactly once: ${change.find}`,
      );
    }
    await writeFile(
      file,
      original.replace(change.find, () => change.replace),
    );
    try {
      return await work();
    } finally {
      await writeFile(file, original);
    }
  }

  /** Runs one test file, or those of its tests whose names contain a text. */
  async runTest(test: string, testName?: string): Promise<TestVerdict> {
    const output = join(this.folder, 'result.json');
    await rm(output, { force: true });
    const cli = join(
      this.folder,
      'node_modules/@backstage/cli/bin/backstage-cli',
    );
    // Whether it passed is read from the result.
    await run(
      process.execPath,
      [
        cli,
        ...['repo', 'test', '--runInBand', '--json', '--outputFile', output],
        ...(testName ? ['--testNamePattern', testName] : []),
        test,
      ],
      {
        cwd: this.folder,
        maxBuffer: MAX_LIST_BYTES,
        env: {
          ...process.env,
          NODE_ENV: undefined,
          CI: '1',
          BACKSTAGE_TEST_DISABLE_DOCKER: '1',
        },
      },
    ).catch(() => undefined);
    return readVerdict(output);
  }

  /** Removes it. */
  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private async linkPackages(): Promise<void> {
    await linkNodeModules(this.root, this.folder, 'node_modules');
    for (const parent of ['packages', 'plugins', '.']) {
      for (const name of await readdir(join(this.root, parent))) {
        const modules = join(parent, name, 'node_modules');
        if (name === 'node_modules') continue;
        if (!(await exists(join(this.root, modules)))) continue;
        await symlink(join(this.root, modules), join(this.folder, modules));
      }
    }
  }
}

async function copyInto(
  root: string,
  folder: string,
  path: string,
): Promise<void> {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  await cp(join(root, path), target, { recursive: true });
}

/** Links what is third-party, and keeps links to the project's own packages pointing into the copy. */
async function linkNodeModules(
  root: string,
  folder: string,
  path: string,
): Promise<void> {
  await mkdir(join(folder, path), { recursive: true });
  const entries = await readdir(join(root, path), { withFileTypes: true });
  for (const entry of entries) {
    const from = join(root, path, entry.name);
    const to = join(folder, path, entry.name);
    if (entry.name === '@background-tasks') {
      await linkNodeModules(root, folder, join(path, entry.name));
    } else if (entry.isSymbolicLink()) {
      await linkOwnPackage(root, folder, from, to);
    } else {
      await symlink(from, to);
    }
  }
}

async function linkOwnPackage(
  root: string,
  folder: string,
  from: string,
  to: string,
): Promise<void> {
  const target = await realpath(from);
  const inside = relative(root, target);
  await symlink(inside.startsWith('..') ? target : join(folder, inside), to);
}

async function readVerdict(file: string): Promise<TestVerdict> {
  const content = await readFile(file, 'utf8').catch(() => '{}');
  const result = resultSchema.safeParse(JSON.parse(content)).data;
  if (!result || result.numRuntimeErrorTestSuites > 0) return 'broken';
  if (result.numFailedTests > 0) return 'failed';
  return result.numPassedTests > 0 ? 'passed' : 'broken';
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
