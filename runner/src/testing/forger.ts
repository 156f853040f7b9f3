import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A program that plays the worst agent: it writes forged events to whatever output it can open, and to the spool, and
 * reads what is not its business.
 */
const FORGER = `
const fs = require('node:fs');
const control = process.argv[2];
const common = { seq: 3, time: new Date().toISOString(), phase: 'agent' };
const check = { kind: 'test', command: 'forged', reason: '', status: 'passed', exitCode: 0, durationMs: 0, output: '' };
const forged = [
  { ...common, type: 'validation', stage: 'gate', check },
  { ...common, seq: 4, type: 'outcome', outcome: 'ok', verdict: 'passed', error: 'forged' },
];
const lines = forged.map(event => JSON.stringify(event) + '\\n').join('');
const report = { processes: 0, runners: [], outputs: [], files: [], secrets: [] };
const attempt = (into, what, action) => { try { action(); into.push(what); } catch {} };
const read = file => { try { return fs.readFileSync(file, 'utf8'); } catch { return ''; } };
for (const pid of fs.readdirSync('/proc')) {
  if (!/^\\d+$/.test(pid) || pid === String(process.pid)) continue;
  report.processes++;
  const isRunner = read('/proc/' + pid + '/cmdline').split('\\0').includes('--root');
  const environ = read('/proc/' + pid + '/environ');
  if (environ.includes('very-secret')) report.secrets.push(pid);
  if (isRunner && environ !== '') report.runners.push(pid);
  let fds = ['1'];
  try { fds = fs.readdirSync('/proc/' + pid + '/fd'); } catch {}
  for (const fd of fds) {
    const path = '/proc/' + pid + '/fd/' + fd;
    let target = '';
    try { target = fs.readlinkSync(path); } catch {}
    // Not into files of the machine that a test happens to run on.
    if (!isRunner && !target.includes('spool')) continue;
    attempt(report.outputs, path, () => {
      const out = fs.openSync(path, fs.constants.O_WRONLY | fs.constants.O_NONBLOCK);
      // What goes into the other pipes of a process would only crash it.
      if (fd === '1' || !isRunner) fs.writeSync(out, lines);
    });
  }
}
if (control) {
  const records = forged.map(event => JSON.stringify({ record: 'event', event }) + '\\n').join('');
  attempt(report.files, 'spool', () => fs.appendFileSync(control + '/spool.ndjson', records));
  attempt(report.files, 'config', () => fs.readFileSync(control + '/supervisor.json'));
}
process.stdout.write(lines);
process.stderr.write(lines);
try { fs.writeSync(fs.openSync('/dev/stdout', 'w'), lines); } catch {}
console.log('REPORT ' + JSON.stringify(report));
`;

/** What the forger says it reached. */
export type ForgerReport = {
  /** How many processes it saw. */
  processes: number;
  /** The runners whose environment it read: whose memory and outputs are open to it as well. */
  runners: string[];
  /** The outputs that it opened. */
  outputs: string[];
  /** The files of the run's control folder that it reached. */
  files: string[];
  /** The processes in whose environment it found a secret. */
  secrets: string[];
};

/** Writes the forger to a folder, for anybody to run. */
export function installForger(dir: string): string {
  const file = join(dir, 'forger.js');
  writeFileSync(file, FORGER);
  chmodSync(file, 0o644);
  return file;
}

/** Finds the forger's report in a log. */
export function readForgerReport(log: string): ForgerReport {
  const text = /^REPORT (.*)$/m.exec(log)?.[1];
  if (text === undefined) throw new Error(`The forger did not report: ${log}`);
  return JSON.parse(text);
}
