import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '../system/repositoryRoot';
import type { DemoSystem } from '../system/startSystem';
import { guideScript, type GuideSetting } from './guideScript';

const PROJECT = 'developers';

/**
 * Runs a guide on a system, its output shown on standard error.
 *
 * @param guide - the Markdown file, from the root of the repository
 * @throws a sentence where a program is missing, where a command of the guide fails, and when the signal is aborted
 */
export async function runGuide(
  guide: string,
  options: {
    system: DemoSystem;
    signal: AbortSignal;
    /** Which blocks are run beside those for all. */
    setting?: GuideSetting;
    /** Variables that the guide takes for granted. */
    env?: Record<string, string>;
  },
): Promise<void> {
  const { system, signal, setting, env } = options;
  requirePrograms(['bash', 'curl', 'jq']);
  const directory = join(system.directory, 'guide');
  await mkdir(directory, { recursive: true });
  const script = join(directory, 'guide.sh');
  const markdown = await readFile(join(repositoryRoot, guide), 'utf8');
  await writeFile(script, guideScript(markdown, setting));

  const child = spawn('bash', [script], {
    cwd: directory,
    env: {
      ...process.env,
      // The guide makes its own folder in here.
      TMPDIR: directory,
      NO_PROXY: 'localhost,127.0.0.1',
      no_proxy: 'localhost,127.0.0.1',
      GUIDE: guide,
      PORTAL: system.portal.url,
      API: `${system.portal.url}/api/background-tasks`,
      PROJECT,
      REPO: system.repositoryUrl,
      TOKEN: await system.portal.token(),
      ...env,
    },
    stdio: ['ignore', 2, 2],
    // A group of its own: it is ended with all that it started.
    detached: true,
  });
  const abort = () => endGroup(child.pid);
  signal.addEventListener('abort', abort, { once: true });
  const [code] = await once(child, 'exit').finally(() => {
    signal.removeEventListener('abort', abort);
    endGroup(child.pid);
  });
  signal.throwIfAborted();
  if (code !== 0) {
    throw new Error(
      `${guide} does not hold: see above. The backend's log: ${join(
        system.directory,
        'backend.log',
      )}`,
    );
  }
}

/** @throws a sentence that says how to install what is missing */
function requirePrograms(names: string[]): void {
  const missing = names.filter(
    name => spawnSync(name, ['--version'], { stdio: 'ignore' }).error,
  );
  if (missing.length === 0) return;
  throw new Error(
    `${missing.join(' and ')} must be installed and in PATH. On Debian: ${
      process.getuid?.() === 0 ? '' : 'sudo '
    }apt-get install -y ${missing.join(' ')}`,
  );
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of it is left.
  }
}
