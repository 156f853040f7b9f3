import {
  readdirSync,
  readFileSync,
  statfsSync,
  statSync,
  type Stats,
} from 'node:fs';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { WorkspaceLimits } from '@background-tasks/plugin-background-tasks-common';
import { phaseProcesses, type ProcessMark } from './processes';

const run = promisify(execFile);

const TICK_MS = 500;
/** However little the disk fills: others may free as much as the phase takes. */
const MEASURE_AT_LEAST_MS = 30_000;
/** Measuring a folder takes at most a tenth of the time. */
const PAUSE_FACTOR = 10;
const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;
const STAT_BLOCK = 512;

/** Holds a phase to what it may use, and says in words what it used too much of. */
export class ResourceWatch {
  /** What the phase used more of than it may. */
  breach: string | undefined;
  private readonly timer: NodeJS.Timeout;
  private disk = { bytes: 0, files: 0, used: 0, free: 0, at: 0, pauseMs: 0 };
  private measuring = false;
  private closed = false;

  constructor(
    private readonly folder: string,
    private readonly pid: number,
    private readonly mark: ProcessMark,
    private readonly limits: WorkspaceLimits,
    private readonly onBreach: () => void,
  ) {
    this.timer = setInterval(() => this.look(), TICK_MS);
  }

  close() {
    this.closed = true;
    clearInterval(this.timer);
  }

  private look() {
    const pids = phaseProcesses(this.pid, this.mark);
    this.lookAtProcesses(pids);
    if (this.mayHaveGrown()) void this.measure(pids);
  }

  private lookAtProcesses(pids: number[]) {
    let threads = 0;
    let memory = 0;
    for (const pid of pids) {
      const status = read(`/proc/${pid}/status`);
      threads += numberIn(status, 'Threads') ?? 0;
      const own = numberIn(status, 'RssAnon');
      const shared = numberIn(status, 'RssShmem') ?? 0;
      memory += ((own ?? numberIn(status, 'VmRSS') ?? 0) + shared) * KIB;
    }
    if (threads > this.limits.processes) {
      this.end(`more than ${this.limits.processes} processes and threads`);
    }
    if (
      memory > this.limits.memory &&
      proportionalMemory(pids) > this.limits.memory
    ) {
      this.end(`more than ${inWords(this.limits.memory)} of memory`);
    }
  }

  /** Asks the file system, which knows at once: only what it has lost can be in the folder. */
  private mayHaveGrown(): boolean {
    if (this.measuring) return false;
    const { bytes, files, used, free, at, pauseMs } = this.disk;
    const age = Date.now() - at;
    if (age < pauseMs) return false;
    if (at === 0 || age > MEASURE_AT_LEAST_MS) return true;
    const now = spaceOf(this.folder);
    return (
      now.used - used > (this.limits.disk - bytes) / 2 ||
      free - now.free > (this.limits.files - files) / 2
    );
  }

  private async measure(pids: number[]) {
    this.measuring = true;
    const started = Date.now();
    try {
      const space = spaceOf(this.folder);
      const [bytes, files] = await Promise.all([
        usage(this.folder, '--block-size=1'),
        usage(this.folder, '--inodes'),
      ]);
      const hidden = deletedBytes(pids);
      const at = Date.now();
      this.disk = {
        ...{ bytes: bytes + hidden, files, ...space, at },
        pauseMs: (at - started) * PAUSE_FACTOR,
      };
    } finally {
      this.measuring = false;
    }
    const { disk, files } = this.limits;
    if (this.disk.bytes > disk) this.end(`more than ${inWords(disk)} of disk`);
    if (this.disk.files > files) {
      this.end(`more than ${files} files and folders`);
    }
  }

  private end(what: string) {
    if (this.breach !== undefined || this.closed) return;
    this.breach = what;
    this.onBreach();
  }
}

/** Memory that processes share is counted once, where the kernel tells. */
function proportionalMemory(pids: number[]): number {
  let total = 0;
  for (const pid of pids) {
    const share = numberIn(read(`/proc/${pid}/smaps_rollup`), 'Pss');
    const whole = numberIn(read(`/proc/${pid}/status`), 'VmRSS');
    total += (share ?? whole ?? 0) * KIB;
  }
  return total;
}

/** Bytes of files that no folder holds any more, and that a process still has open. */
function deletedBytes(pids: number[]): number {
  const seen = new Map<string, number>();
  for (const pid of pids) {
    for (const name of entries(`/proc/${pid}/fd`)) {
      const stat = statOf(`/proc/${pid}/fd/${name}`);
      if (!stat?.isFile() || stat.nlink > 0) continue;
      seen.set(`${stat.dev}:${stat.ino}`, stat.blocks * STAT_BLOCK);
    }
  }
  return [...seen.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** `du` counts what it can, also while files come and go. */
async function usage(folder: string, option: string): Promise<number> {
  const du = run('du', ['-s', '-x', option, '--', folder]);
  const { stdout } = await du.catch((error: { stdout?: string }) => ({
    stdout: error.stdout ?? '',
  }));
  return Number.parseInt(stdout, 10) || 0;
}

function spaceOf(folder: string): { used: number; free: number } {
  const { bsize, blocks, bfree, ffree } = statfsSync(folder);
  return { used: (blocks - bfree) * bsize, free: ffree };
}

function inWords(bytes: number): string {
  return bytes % GIB === 0
    ? `${bytes / GIB} GiB`
    : `${Math.round(bytes / MIB)} MiB`;
}

/** Numbers of `/proc` are in KiB where they are sizes. */
function numberIn(text: string, name: string): number | undefined {
  const match = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text);
  return match ? Number(match[1]) : undefined;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function statOf(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}
