import type { V1Volume, V1VolumeMount } from '@kubernetes/client-node';
import {
  accessOf,
  type RunnerPhase,
} from '@background-tasks/plugin-background-tasks-common';
import { bundleParts } from './objects';
import { namesOf, type RunFacts } from './RunFacts';

/** Where the workspace is in every container: nothing that an image has, which may be closed to our user. */
export const WORKSPACE = '/task';
/** Where the runner and its Node are in every container. */
export const TOOLCHAIN = '/opt/background-tasks';
/** Where a phase finds its secrets. */
export const SECRETS = '/run/background-tasks/secrets';
/** Where the parts of a change are that the gate is to judge. */
export const BUNDLE_PARTS = '/run/background-tasks/bundle';
/** What is handed on between phases beside the trees is small: it fits into memory many times. */
const SMALL = '256Mi';

/** The phases whose secrets are mounted as a file. */
const holders: readonly RunnerPhase[] = ['clone', 'agent'];

/** Whether a phase gets a Secret of its own. */
export function holdsSecret(
  phase: RunnerPhase,
  { secrets }: Pick<RunFacts, 'secrets'>,
): boolean {
  if (phase === 'clone') return secrets.clone?.gitToken !== undefined;
  return phase === 'agent' && secrets.agent?.modelToken !== undefined;
}

/** All volumes of a run's Pod. */
export function volumesOf(facts: RunFacts, ownImage: boolean): V1Volume[] {
  const { settings, session, attempt } = facts;
  const names = namesOf(session.name, attempt);
  const volumes: V1Volume[] = [
    storage('workspace', facts),
    storage('pristine', facts),
    { name: 'bundle', emptyDir: { sizeLimit: SMALL } },
    { name: 'results', emptyDir: { sizeLimit: settings.workspace.size } },
    { name: 'spec', configMap: { name: names.spec, defaultMode: 0o444 } },
  ];
  for (const phase of holders) {
    if (!holdsSecret(phase, facts)) continue;
    volumes.push({
      name: `secret-${phase}`,
      secret: { secretName: names.secret(phase), defaultMode: 0o440 },
    });
  }
  if (!ownImage) {
    volumes.push({ name: 'toolchain', emptyDir: { sizeLimit: '4Gi' } });
  }
  if (facts.bundle) {
    const parts = bundleParts(facts.bundle).map((_, index) => ({
      configMap: { name: names.bundle(index) },
    }));
    volumes.push({ name: 'parts', projected: { sources: parts } });
  }
  return volumes;
}

/** What a phase sees of them: what it may not touch is read-only, what is none of its business is not there. */
export function mountsOf(phase: RunnerPhase, facts: RunFacts): V1VolumeMount[] {
  const mounts: V1VolumeMount[] = [
    {
      name: 'spec',
      mountPath: `${WORKSPACE}/spec.json`,
      subPath: 'spec.json',
      readOnly: true,
    },
    { name: 'workspace', mountPath: '/tmp', subPath: `tmp-${phase}` },
    { name: 'workspace', mountPath: '/var/tmp', subPath: `tmp-${phase}` },
  ];
  for (const [folder, access] of accessOf(phase)) {
    if (access === 'none') continue;
    mounts.push({
      ...placeOf(folder),
      mountPath: `${WORKSPACE}/${folder}`,
      ...(access === 'read' && { readOnly: true }),
    });
  }
  if (holdsSecret(phase, facts)) {
    mounts.push({
      name: `secret-${phase}`,
      mountPath: SECRETS,
      readOnly: true,
    });
  }
  return mounts;
}

/** The volume of a folder of the workspace, and where it is in there. */
function placeOf(folder: string): { name: string; subPath?: string } {
  if (folder === 'pristine') return { name: 'pristine' };
  if (folder === 'bundle') return { name: 'bundle' };
  const path = folder.replaceAll('/', '-');
  return {
    name: folder.startsWith('results/') ? 'results' : 'workspace',
    subPath: path,
  };
}

/** A volume for trees of files: the node's own disk, or one by the storage class that lives as long as its Pod. */
function storage(name: string, { settings, labels }: RunFacts): V1Volume {
  const { size, storageClassName } = settings.workspace;
  if (storageClassName === undefined) {
    return { name, emptyDir: { sizeLimit: size } };
  }
  return {
    name,
    ephemeral: {
      volumeClaimTemplate: {
        metadata: { labels },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName,
          resources: { requests: { storage: size } },
        },
      },
    },
  };
}
