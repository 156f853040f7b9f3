import { spawn } from 'node:child_process';
import { killMarked } from '../../supervisor';

/** By it the processes of an agent are found again where it has no namespace of its own. */
const MARK = 'BACKGROUND_TASKS_AGENT';
/** Process 1 of the namespace: it takes in orphans, and says how the agent ended. */
const SHELL = ['sh', '-c', '"$@"; exit $?', 'sh'];

/** Keeps what an agent starts together, so that nothing of it is left when it has ended. */
export type Confinement = {
  wrap(
    argv: string[],
    env: NodeJS.ProcessEnv,
  ): { argv: string[]; env: NodeJS.ProcessEnv };
  /** Ends what outlived the agent. */
  sweep(): Promise<void>;
};

/**
 * A process namespace of its own within that of the phase where the machine permits it: the kernel ends all that is in
 * it. Elsewhere a mark in the environment, which a program that clears its environment loses.
 */
export async function confine(id: string): Promise<Confinement> {
  const namespace = namespaceCommand();
  if (await works([...namespace, ...SHELL, 'true'])) {
    return {
      wrap: (argv, env) => ({ argv: [...namespace, ...SHELL, ...argv], env }),
      sweep: async () => {},
    };
  }
  return {
    wrap: (argv, env) => ({ argv, env: { ...env, [MARK]: id } }),
    sweep: async () => {
      await killMarked({ environment: `${MARK}=${id}` });
    },
  };
}

function namespaceCommand(): string[] {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? uid;
  const user =
    uid === 0 ? [] : ['--user', `--map-user=${uid}`, `--map-group=${gid}`];
  return [
    // A phase that is killed takes its agent along.
    ...['setpriv', '--pdeathsig', 'KILL', '--'],
    'unshare',
    ...user,
    ...['--mount', '--propagation', 'private'],
    ...['--pid', '--fork', '--kill-child=KILL', '--mount-proc', '--'],
  ];
}

async function works([program, ...args]: string[]): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const child = spawn(program, args, { stdio: 'ignore' });
  return await new Promise(resolve => {
    child.once('error', () => resolve(false));
    child.once('exit', code => resolve(code === 0));
  });
}
