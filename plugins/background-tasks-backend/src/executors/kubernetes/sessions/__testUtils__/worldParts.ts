import type { KubernetesSettings } from '../../settings';

/** A group, and a component of its own. */
export function entitiesOf(group: string) {
  const owner = `group:default/${group}`;
  return [
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Group',
      metadata: { name: group },
    },
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: 'name',
        annotations: {
          'backstage.io/source-location':
            'url:https://github.example/owner/name/',
        },
      },
      relations: [{ type: 'ownedBy', targetRef: owner }],
    },
  ];
}

/** A small cluster, by its kubeconfig. */
export function settingsOf(file: string): KubernetesSettings {
  return {
    clusters: [{ name: 'test', source: { type: 'kubeconfig', file } }],
    runnerImage: 'localhost/runner:test',
    image: 'localhost/runner:test',
    imagePullPolicy: 'IfNotPresent',
    imagePullSecrets: [],
    agents: [],
    environment: {},
    resources: {
      requests: { cpu: '10m', memory: '16Mi' },
      limits: { cpu: '1', memory: '64Mi' },
    },
    nodeSelector: {},
    tolerations: [],
    workspace: { size: '64Mi' },
    runAsUser: 1000,
    pendingMs: 60_000,
    imageGraceMs: 60_000,
    ttlSeconds: 60,
    stopGraceSeconds: 5,
    projects: new Map(),
  };
}
