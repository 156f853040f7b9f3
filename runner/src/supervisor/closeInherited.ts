import { closeSync, readdirSync, readFileSync } from 'node:fs';

const STANDARD = 2;
const CLOSE_ON_EXEC = 0o2000000;

/**
 * Closes what whoever started us had left open, and the phases would inherit in turn. All that Node opens itself is
 * closed when it starts a program, and so tells itself apart.
 */
export function closeInherited() {
  if (process.platform !== 'linux') return;
  for (const name of readdirSync('/proc/self/fd')) {
    const fd = Number(name);
    if (fd <= STANDARD || closesOnExec(name)) continue;
    try {
      closeSync(fd);
    } catch {
      // That of the listing is closed already.
    }
  }
}

function closesOnExec(fd: string): boolean {
  try {
    const info = readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8');
    const flags = /^flags:\s+([0-7]+)/m.exec(info)?.[1] ?? '0';
    return (parseInt(flags, 8) & CLOSE_ON_EXEC) !== 0;
  } catch {
    return true;
  }
}
