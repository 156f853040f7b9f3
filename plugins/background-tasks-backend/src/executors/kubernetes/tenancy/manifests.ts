import { isIP } from 'node:net';
import type {
  V1LimitRange,
  V1Namespace,
  V1NetworkPolicy,
  V1NetworkPolicyEgressRule,
  V1ResourceQuota,
  V1ServiceAccount,
} from '@kubernetes/client-node';
import { RUN_LABEL, type Cluster } from '../clusters';
import type { NetworkPeer } from './readTenancy';

/** The service account of all workspaces: it has no rights, and its token is not mounted. */
export const WORKSPACE_SERVICE_ACCOUNT = 'background-tasks-workspace';
/** What says for which project a namespace was made. */
export const PROJECT_ANNOTATION = 'background-tasks/project';

const MANAGED_BY = { 'app.kubernetes.io/managed-by': 'background-tasks' };
/** Pods of the standard `restricted` alone are let in; what others would break is also told and audited. */
export const restrictedPods = {
  'pod-security.kubernetes.io/enforce': 'restricted',
  'pod-security.kubernetes.io/audit': 'restricted',
  'pod-security.kubernetes.io/warn': 'restricted',
};
/** The names of what is made in a namespace. */
const NAME = 'background-tasks';

/** All that a project's namespace holds beside its tasks. */
export type TenancyFacts = {
  cluster: Cluster;
  namespace: string;
  project: string;
  /** Tasks at once; 0 means no limit. */
  tasks: number;
  quota: Record<string, string>;
  egress: { dns: NetworkPeer[]; others: NetworkPeer[] };
  /** Whether the namespace is ours alone, or others may run in it. */
  own: boolean;
};

/** An object to apply, and where. */
export type Manifest =
  | V1Namespace
  | V1ResourceQuota
  | V1LimitRange
  | V1NetworkPolicy
  | V1ServiceAccount;

export function namespaceManifest(facts: TenancyFacts): V1Namespace {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: facts.namespace,
      labels: { ...facts.cluster.labels, ...MANAGED_BY, ...restrictedPods },
      annotations: { [PROJECT_ANNOTATION]: facts.project },
    },
  };
}

/** Of a namespace's own account, which nobody is to use either, only the token is kept out of Pods. */
export function serviceAccountManifest(facts: TenancyFacts): V1ServiceAccount {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: metadataOf(facts, WORKSPACE_SERVICE_ACCOUNT),
    automountServiceAccountToken: false,
  };
}

/** Pods that have ended do not count, so that what waits for its removal takes no place. */
export function quotaManifest(facts: TenancyFacts): V1ResourceQuota {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: metadataOf(facts, NAME),
    spec: {
      hard: {
        ...(facts.tasks > 0 && { pods: String(facts.tasks) }),
        services: '0',
        ...facts.quota,
      },
    },
  };
}

export function limitRangeManifest(facts: TenancyFacts): V1LimitRange {
  const { requests, limits } = facts.cluster.settings.resources;
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: metadataOf(facts, NAME),
    spec: {
      limits: [
        {
          type: 'Container',
          _default: { ...limits },
          defaultRequest: { ...requests },
        },
      ],
    },
  };
}

/**
 * Nothing comes in, and nothing goes out but to whom a phase needs: policies are for a Pod, whose phases need different
 * things, so this is the union of them.
 */
export function networkPolicyManifest(facts: TenancyFacts): V1NetworkPolicy {
  const { dns, others } = facts.egress;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadataOf(facts, NAME),
    spec: {
      podSelector: facts.own
        ? {}
        : { matchExpressions: [{ key: RUN_LABEL, operator: 'Exists' }] },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [],
      egress: [
        ...dns.map(peer => egressRule(peer, ['UDP', 'TCP'])),
        ...others.map(peer => egressRule(peer, ['TCP'])),
      ],
    },
  };
}

function egressRule(
  { cidr, except, namespace, podLabels, ports }: NetworkPeer,
  protocols: ('TCP' | 'UDP')[],
): V1NetworkPolicyEgressRule {
  const to =
    cidr !== undefined
      ? { ipBlock: { cidr, ...(except && { except }) } }
      : {
          namespaceSelector: {
            matchLabels: { 'kubernetes.io/metadata.name': namespace ?? '' },
          },
          podSelector: podLabels ? { matchLabels: podLabels } : {},
        };
  return {
    to: [to],
    ...(ports.length > 0 && {
      ports: ports.flatMap(port =>
        protocols.map(protocol => ({ protocol, port })),
      ),
    }),
  };
}

/** Whom an address names where it is one of a number: a name can be no rule. */
export function peerOfUrl(url: string): NetworkPeer | undefined {
  const { hostname, port, protocol } = new URL(url);
  const address = hostname.replace(/^\[|\]$/g, '');
  const version = isIP(address);
  if (version === 0) return undefined;
  return {
    cidr: `${address}/${version === 4 ? 32 : 128}`,
    ports: [Number(port) || (protocol === 'https:' ? 443 : 80)],
  };
}

function metadataOf(facts: TenancyFacts, name: string) {
  return {
    name,
    namespace: facts.namespace,
    labels: { ...facts.cluster.labels, ...MANAGED_BY },
  };
}
