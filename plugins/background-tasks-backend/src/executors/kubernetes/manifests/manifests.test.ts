import type { V1Container } from '@kubernetes/client-node';
import { runFacts as facts } from '../__testUtils__/runFacts';
import { jobOf } from './jobOf';
import { bundleMapsOf, secretsOf, specMapOf } from './objects';
import type { RunFacts } from './RunFacts';

function containersOf(given: RunFacts): Map<string, V1Container> {
  const pod = jobOf(given).spec?.template.spec;
  return new Map(
    [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])].map(
      container => [container.name, container],
    ),
  );
}

function mountsOf(container: V1Container | undefined): Record<string, string> {
  return Object.fromEntries(
    (container?.volumeMounts ?? []).map(({ mountPath, readOnly }) => [
      mountPath,
      readOnly ? 'read' : 'write',
    ]),
  );
}

describe('the Job of a run', () => {
  it('is owned by its session, and never runs twice', () => {
    const { metadata, spec } = jobOf(facts);
    expect(metadata).toMatchObject({
      name: 'task-12345678-job',
      namespace: 'ns',
      labels: facts.labels,
    });
    const [owner] = metadata?.ownerReferences ?? [];
    expect(owner).toMatchObject({ uid: 'session-uid', controller: true });
    expect(owner).not.toHaveProperty('blockOwnerDeletion');
    expect(spec).toMatchObject({
      backoffLimit: 0,
      activeDeadlineSeconds: 600,
      // Until it was followed to its end.
      ttlSecondsAfterFinished: 86_400,
      podReplacementPolicy: 'Failed',
    });
    expect(spec?.template.spec?.restartPolicy).toBe('Never');
  });

  it('leaves a lost node after a minute, if the configuration does not say when', () => {
    const tolerationsWith = (
      ...tolerations: RunFacts['settings']['tolerations'][number][]
    ) => {
      const settings = { ...facts.settings, tolerations };
      return jobOf({ ...facts, settings }).spec?.template.spec?.tolerations;
    };
    const [notReady, unreachable] = ['not-ready', 'unreachable'].map(
      reason => ({
        key: `node.kubernetes.io/${reason}`,
        operator: 'Exists' as const,
        effect: 'NoExecute' as const,
        tolerationSeconds: 60,
      }),
    );
    const gpu = { key: 'gpu', operator: 'Exists' as const };
    expect(tolerationsWith(gpu)).toEqual([gpu, notReady, unreachable]);
    const patient = { ...unreachable, tolerationSeconds: 600 };
    expect(tolerationsWith(patient)).toEqual([patient, notReady]);
    const everything = { operator: 'Exists' as const };
    expect(tolerationsWith(everything)).toEqual([everything]);
  });

  it('has another name for each attempt', () => {
    expect(jobOf({ ...facts, attempt: 2 }).metadata?.name).toBe(
      'task-12345678-job-2',
    );
  });

  it('has a container for each phase, and brings the runner where the image is not its own', () => {
    expect([...containersOf(facts).keys()]).toEqual([
      ...['clone', 'toolchain', 'baseline', 'agent', 'collect', 'validate'],
    ]);
    const own = { ...facts, image: 'example/runner:1' };
    expect([...containersOf(own).keys()]).not.toContain('toolchain');
    const containers = containersOf(facts);
    for (const phase of ['clone', 'collect', 'toolchain']) {
      expect(containers.get(phase)?.image).toBe('example/runner:1');
    }
    for (const phase of ['baseline', 'agent', 'validate']) {
      expect(containers.get(phase)?.image).toBe('example/own:1');
    }
  });

  it('has its images checked at the registry each time, unless they were loaded into the node or it is set otherwise', () => {
    const policies = (settings: Partial<RunFacts['settings']>) =>
      Object.fromEntries(
        [
          ...containersOf({
            ...facts,
            settings: { ...facts.settings, ...settings },
          }),
        ].map(([name, { imagePullPolicy }]) => [name, imagePullPolicy]),
      );

    expect(new Set(Object.values(policies({})))).toEqual(
      new Set(['IfNotPresent']),
    );
    expect(
      policies({
        imagePullPolicy: undefined,
        runnerImage: 'localhost/runner:1',
      }),
    ).toEqual({
      ...{ clone: 'IfNotPresent', toolchain: 'IfNotPresent' },
      ...{ baseline: 'Always', agent: 'Always', validate: 'Always' },
      collect: 'IfNotPresent',
    });
  });

  it('shows each phase only what it may see', () => {
    const containers = containersOf(facts);
    const clone = mountsOf(containers.get('clone'));
    expect(clone).toMatchObject({
      '/task/work': 'write',
      '/task/pristine': 'write',
    });
    expect(clone).not.toHaveProperty('/task/bundle');
    const agent = mountsOf(containers.get('agent'));
    expect(agent).toMatchObject({
      '/task/work': 'write',
      '/task/spec.json': 'read',
      '/opt/background-tasks': 'read',
    });
    for (const hidden of [
      '/task/pristine',
      '/task/bundle',
      '/task/gate',
      '/task/results/baseline',
    ]) {
      expect(agent).not.toHaveProperty(hidden);
    }
    expect(mountsOf(containers.get('collect'))).toMatchObject({
      '/task/work': 'read',
      '/task/pristine': 'read',
      '/task/bundle': 'write',
    });
    const validate = mountsOf(containers.get('validate'));
    expect(validate).toMatchObject({
      '/task/pristine': 'read',
      '/task/bundle': 'read',
      '/task/gate': 'write',
    });
    expect(validate).not.toHaveProperty('/task/work');
  });

  it('mounts each secret where it is needed alone, and holds none itself', () => {
    const pod = JSON.stringify(jobOf(facts));
    expect(pod).not.toContain('git-secret');
    expect(pod).not.toContain('model-secret');
    const holders = [...containersOf(facts)].flatMap(([name, container]) =>
      (container.volumeMounts ?? [])
        .filter(mount => mount.name.startsWith('secret-'))
        .map(mount => `${name} ${mount.name}`),
    );
    expect(holders).toEqual(['clone secret-clone', 'agent secret-agent']);
    expect(secretsOf(facts).map(({ metadata }) => metadata?.name)).toEqual([
      'task-12345678-clone',
      'task-12345678-agent',
    ]);
    expect(JSON.stringify(specMapOf(facts))).not.toContain('secret"');
  });

  it('fits the restricted Pod Security profile', () => {
    const pod = jobOf(facts).spec?.template.spec;
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      hostNetwork: false,
      runtimeClassName: 'gvisor',
      imagePullSecrets: [{ name: 'pull' }],
      securityContext: { runAsNonRoot: true, fsGroup: 10_001 },
    });
    for (const container of containersOf(facts).values()) {
      expect(container.securityContext).toMatchObject({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(container.resources).toEqual({
        requests: { cpu: '1' },
        limits: { memory: '4Gi' },
      });
    }
  });

  it('leaves the user to clusters that assign one', () => {
    const assigned = {
      ...facts,
      settings: { ...facts.settings, runAsUser: null },
    };
    const context = jobOf(assigned).spec?.template.spec?.securityContext;
    expect(context).not.toHaveProperty('runAsUser');
    expect(context).not.toHaveProperty('fsGroup');
  });

  it('takes its volumes from a storage class where one is set', () => {
    const settings = {
      ...facts.settings,
      workspace: { size: '5Gi', storageClassName: 'fast' },
    };
    const volumes = jobOf({ ...facts, settings }).spec?.template.spec?.volumes;
    expect(volumes?.find(({ name }) => name === 'workspace')).toMatchObject({
      ephemeral: {
        volumeClaimTemplate: {
          spec: {
            storageClassName: 'fast',
            resources: { requests: { storage: '5Gi' } },
          },
        },
      },
    });
  });

  it('begins at the gate with a change that is in parts', () => {
    const bundle = Buffer.alloc(1_000_000, 7);
    const atGate: RunFacts = {
      ...facts,
      bundle,
      spec: { ...facts.spec, startAt: 'validate' },
    };
    expect([...containersOf(atGate).keys()]).toEqual([
      ...['clone', 'toolchain', 'baseline', 'bundle', 'validate'],
    ]);
    const parts = bundleMapsOf(atGate).flatMap(({ binaryData = {} }) =>
      Object.entries(binaryData).map(([, part]) => Buffer.from(part, 'base64')),
    );
    expect(parts).toHaveLength(2);
    expect(Buffer.concat(parts).equals(bundle)).toBe(true);
  });
});
