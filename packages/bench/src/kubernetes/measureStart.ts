import { setTimeout as sleep } from 'node:timers/promises';
import { BareJobs } from './BareJobs';
import { PodTimesByJob, type PodTimes } from './podTimes';
import type { ClusterSystem } from './startClusterSystem';

const POLL_MS = 20;
const GIVE_UP_MS = 180_000;
/** Makes a change, so that the run goes through all its phases. */
const CHANGE = 'echo changed > changed.txt';

/** How long it took until the clone container ran, in milliseconds. */
export type StartTimes = {
  /** From the answer to whoever created it, until the Pod was there. */
  made: number;
  /** From that answer until the watch saw the container run. */
  running: number;
  /** From that answer until the container ran by the kubelet's word, which knows whole seconds. */
  started: number;
  /** From the question on, not the answer. */
  whole: number;
};

/** Our starts and those of a bare Job with the same Pod, one after the other in the same namespace. */
export async function measureStart(
  system: ClusterSystem,
  rounds: number,
): Promise<{ ours: StartTimes[]; bare: StartTimes[] }> {
  const ours: StartTimes[] = [];
  const bare: StartTimes[] = [];
  // The first one makes the namespace, and is what the bare ones are copies of.
  const first = await system.create(0, CHANGE);
  const copies = await BareJobs.of(system, first.name);
  await system.untilCompleted([first]);
  const pods = new PodTimesByJob();
  const end = await system.api.watch(
    `/api/v1/namespaces/${system.namespace()}/pods`,
    object => pods.see(object, Date.now()),
  );
  const endJobs = await system.api.watch(
    `/apis/batch/v1/namespaces/${system.namespace()}/jobs`,
    object => copies.see(object, Date.now()),
  );
  try {
    for (let round = 0; round < rounds; round++) {
      const turns = [
        async () => ours.push(await startOurs(system, pods)),
        async () => bare.push(await startBare(copies, pods)),
      ];
      // Neither is always the one that follows the other.
      for (const turn of round % 2 ? turns.reverse() : turns) await turn();
    }
  } finally {
    end();
    endJobs();
  }
  return { ours, bare };
}

async function startOurs(
  system: ClusterSystem,
  pods: PodTimesByJob,
): Promise<StartTimes> {
  const asked = Date.now();
  const task = await system.create(0, CHANGE);
  const answered = Date.now();
  const times = await running(pods, `${task.name}-`);
  await system.untilCompleted([task]);
  return timesOf(asked, answered, times);
}

async function startBare(
  copies: BareJobs,
  pods: PodTimesByJob,
): Promise<StartTimes> {
  const copy = await copies.prepare();
  const asked = Date.now();
  await copy.create();
  // What kubectl itself does after the answer is none of it.
  const answered = Math.min(Date.now(), copies.madeAt(copy.job) ?? Infinity);
  const times = await running(pods, copy.job);
  await copy.remove();
  return timesOf(asked, answered, times);
}

type Running = PodTimes & { running: number; startedAt: number };

async function running(pods: PodTimesByJob, job: string): Promise<Running> {
  const until = Date.now() + GIVE_UP_MS;
  while (Date.now() < until) {
    const times = pods.of(job);
    if (times?.running !== undefined && times.startedAt !== undefined) {
      const { running: at, startedAt } = times;
      return { ...times, running: at, startedAt };
    }
    await sleep(POLL_MS);
  }
  throw new Error(`No container of the Job ${job} ran in time`);
}

function timesOf(asked: number, answered: number, pod: Running): StartTimes {
  return {
    made: pod.made - answered,
    running: pod.running - answered,
    started: pod.startedAt - answered,
    whole: pod.running - asked,
  };
}
