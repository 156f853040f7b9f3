import { readdir, readFile } from 'node:fs/promises';

/** The pids of all processes whose command line contains a text. */
export async function findProcesses(text: string): Promise<number[]> {
  const found = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    const commandLine = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(
      () => '',
    );
    if (commandLine.replaceAll('\0', ' ').includes(text)) {
      found.push(Number(name));
    }
  }
  return found;
}
