import type {
  V1Container,
  V1PodSpec,
  V1SecurityContext,
} from '@kubernetes/client-node';
import {
  phasesOf,
  runsForeignCode,
  type RunnerPhase,
} from '@background-tasks/plugin-background-tasks-common';
import { pullPolicyOf } from './pullPolicyOf';
import { tolerationsOf } from './tolerationsOf';
import type { RunFacts } from './RunFacts';
import {
  BUNDLE_PARTS,
  holdsSecret,
  mountsOf,
  SECRETS,
  TOOLCHAIN,
  volumesOf,
  WORKSPACE,
} from './volumes';

/** The container that brings the runner into an image that is not ours. */
export const TOOLCHAIN_CONTAINER = 'toolchain';
/** The container that puts an earlier run's change where collect would have put it. */
export const BUNDLE_CONTAINER = 'bundle';

const security: V1SecurityContext = {
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

/** The Pod of a run: each phase is a container, and begins when the one before has ended well. */
export function podOf(facts: RunFacts): V1PodSpec {
  const { settings, spec } = facts;
  const ownImage = facts.image === settings.runnerImage;
  const containers: V1Container[] = [];
  for (const phase of phasesOf(spec)) {
    // Not before clone, which runs in our image and is not to wait for it.
    if (phase === 'baseline' && !ownImage) containers.push(toolchain(facts));
    if (phase === 'validate' && facts.bundle) containers.push(bundle(facts));
    containers.push(containerOf(phase, facts, ownImage));
  }
  const { runAsUser } = settings;
  return {
    restartPolicy: 'Never',
    ...(facts.serviceAccount && { serviceAccountName: facts.serviceAccount }),
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    hostNetwork: false,
    hostPID: false,
    hostIPC: false,
    dnsPolicy: 'ClusterFirst',
    terminationGracePeriodSeconds: settings.stopGraceSeconds,
    securityContext: {
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
      ...(runAsUser !== null && {
        runAsUser,
        runAsGroup: runAsUser,
        fsGroup: runAsUser,
        fsGroupChangePolicy: 'OnRootMismatch',
      }),
    },
    ...(settings.runtimeClassName && {
      runtimeClassName: settings.runtimeClassName,
    }),
    ...(settings.priorityClassName && {
      priorityClassName: settings.priorityClassName,
    }),
    nodeSelector: { ...settings.nodeSelector },
    tolerations: tolerationsOf(settings.tolerations),
    imagePullSecrets: settings.imagePullSecrets.map(name => ({ name })),
    volumes: volumesOf(facts, ownImage),
    initContainers: containers.slice(0, -1),
    containers: containers.slice(-1),
  };
}

function containerOf(
  phase: RunnerPhase,
  facts: RunFacts,
  ownImage: boolean,
): V1Container {
  const foreign = runsForeignCode(phase);
  const needsToolchain = foreign && !ownImage;
  return {
    ...baseOf(facts, foreign ? facts.image : facts.settings.runnerImage),
    name: phase,
    // What a check or an agent leaves behind goes to the first process, and Node does not reap it: it would count as a
    // process of the Pod until the container ends.
    command: [
      `${TOOLCHAIN}/init`,
      '--',
      `${TOOLCHAIN}/node`,
      `${TOOLCHAIN}/runner.cjs`,
      'container',
      phase,
      '--root',
      WORKSPACE,
      ...(holdsSecret(phase, facts)
        ? ['--secrets', `${SECRETS}/secrets.json`]
        : []),
    ],
    env: [
      ...Object.entries(facts.settings.environment).map(([name, value]) => ({
        name,
        value,
      })),
      { name: 'BACKGROUND_TASKS_RUN_UID', value: facts.spec.runUid },
    ],
    volumeMounts: [
      ...mountsOf(phase, facts),
      ...(needsToolchain
        ? [{ name: 'toolchain', mountPath: TOOLCHAIN, readOnly: true }]
        : []),
    ],
  };
}

function toolchain(facts: RunFacts): V1Container {
  const { provider } = facts.spec.agent;
  return {
    ...baseOf(facts, facts.settings.runnerImage),
    name: TOOLCHAIN_CONTAINER,
    command: [
      `${TOOLCHAIN}/install`,
      '/toolchain',
      // An agent that its own image brings is none of the runner's.
      ...(facts.spec.agent.installation ? [provider] : []),
    ],
    volumeMounts: [{ name: 'toolchain', mountPath: '/toolchain' }],
  };
}

function bundle(facts: RunFacts): V1Container {
  return {
    ...baseOf(facts, facts.settings.runnerImage),
    name: BUNDLE_CONTAINER,
    command: [
      `${TOOLCHAIN}/node`,
      `${TOOLCHAIN}/runner.cjs`,
      'join',
      BUNDLE_PARTS,
      `${WORKSPACE}/bundle/bundle.json.gz`,
    ],
    volumeMounts: [
      { name: 'parts', mountPath: BUNDLE_PARTS, readOnly: true },
      { name: 'bundle', mountPath: `${WORKSPACE}/bundle` },
    ],
  };
}

function baseOf({ settings }: RunFacts, image: string) {
  return {
    image,
    imagePullPolicy: settings.imagePullPolicy ?? pullPolicyOf(image),
    securityContext: security,
    resources: {
      requests: { ...settings.resources.requests },
      limits: { ...settings.resources.limits },
    },
    workingDir: '/tmp',
    // What a container leaves here could be written by anything in it, and is not read.
    terminationMessagePolicy: 'File',
  };
}
