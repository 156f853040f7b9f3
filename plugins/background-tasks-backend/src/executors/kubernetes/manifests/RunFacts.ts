import type {
  RunSpec,
  SupervisorSecrets,
} from '@background-tasks/plugin-background-tasks-common';
import type { KubernetesSettings } from '../settings';

/** What the objects of one run are made of. */
export type RunFacts = {
  spec: RunSpec;
  secrets: SupervisorSecrets;
  /** 1 for a task's first run. */
  attempt: number;
  namespace: string;
  /** The AgenticSession that owns all objects of the run. */
  session: { name: string; uid: string };
  /** Without any right in the cluster; left out, the namespace's own is used. */
  serviceAccount?: string;
  /** The labels of this instance and of the task. */
  labels: Record<string, string>;
  /** The image of the phases that run foreign code. */
  image: string;
  settings: KubernetesSettings;
  /** The change that the gate is to judge, where the run begins at it. */
  bundle?: Buffer;
  /** Milliseconds since 1970. */
  now: number;
};

/** The names of a run's objects. */
export type RunNames = {
  job: string;
  spec: string;
  secret(phase: string): string;
  bundle(part: number): string;
};

/** Each attempt has names of its own: the objects of the one before may still be on their way out. */
export function namesOf(session: string, attempt: number): RunNames {
  const suffix = attempt === 1 ? '' : `-${attempt}`;
  return {
    job: `${session}-job${suffix}`,
    spec: `${session}-spec${suffix}`,
    secret: phase => `${session}-${phase}${suffix}`,
    bundle: part => `${session}-bundle${suffix}-${part}`,
  };
}

/** The session owns what belongs to a run, so that deleting it takes all with it. */
export function ownersOf({ session }: RunFacts) {
  return [
    {
      apiVersion: 'vteam.ambient-code/v1alpha1',
      kind: 'AgenticSession',
      name: session.name,
      uid: session.uid,
      controller: true,
    },
  ];
}
