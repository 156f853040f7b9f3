import { spawn } from 'node:child_process';
import { changeUser, namespaceCommand } from './wrap';

const SCRIPT =
  'set -e; mount -t tmpfs -o ro,size=4k tmpfs /tmp; mount --bind /usr /usr; exec "$@"';

/** Whether phases can have PID and mount namespaces of their own here: tried out, because many things forbid it. */
export async function canUseNamespaces(): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const [program, ...args] = [
    ...namespaceCommand(),
    'sh',
    '-c',
    SCRIPT,
    'sh',
    ...changeUser(null, true),
    'true',
  ];
  const child = spawn(program, args, { stdio: 'ignore' });
  return await new Promise(resolve => {
    child.once('error', () => resolve(false));
    child.once('exit', code => resolve(code === 0));
  });
}
