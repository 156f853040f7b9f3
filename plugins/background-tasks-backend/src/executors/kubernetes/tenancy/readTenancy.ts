import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** Whom workspaces may reach: addresses, or the Pods of a namespace. */
export type NetworkPeer = {
  cidr?: string;
  /** Parts of the CIDR that stay out of reach. */
  except?: string[];
  namespace?: string;
  podLabels?: Record<string, string>;
  /** TCP ports; none means all. */
  ports: number[];
};

/** How projects share clusters. */
export type TenancySettings = {
  /** Whether namespaces and what belongs in them are made, or only looked for. */
  namespaces: 'create' | 'check';
  /** What may be used in one namespace, beside the number of Pods: resource and quantity. */
  quota: Record<string, string>;
  network: {
    dns: NetworkPeer[];
    gateway: NetworkPeer[];
    allow: NetworkPeer[];
  };
  projects: ReadonlyMap<
    string,
    {
      allow: NetworkPeer[];
      quota: Record<string, string>;
      /** For whom what is applied by hand is done, as an entity ref. */
      owner?: string;
    }
  >;
};

const DNS_PORT = 53;
const CIDR =
  /^(?:\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}|[0-9a-f:]*:[0-9a-f:.]*\/\d{1,3})$/i;
/** Where nearly all clusters run their DNS. */
const usualDns: NetworkPeer = {
  namespace: 'kube-system',
  podLabels: { 'k8s-app': 'kube-dns' },
  ports: [DNS_PORT],
};

/**
 * Reads `tenancy` of `backgroundTasks.kubernetes`, and what the projects say of theirs.
 *
 * @param config - `backgroundTasks`
 * @throws InputError that names the field
 */
export function readTenancy(config: Config | undefined): TenancySettings {
  const tenancy = config?.getOptionalConfig('kubernetes.tenancy');
  const peers = (key: string) => readPeers(tenancy, key);
  const dns = peers('network.dns');
  return {
    namespaces: readNamespaces(tenancy),
    quota: readQuota(tenancy),
    network: {
      dns: dns.length > 0 ? dns : [usualDns],
      gateway: readGateway(tenancy),
      allow: peers('network.allow'),
    },
    projects: new Map(
      (config?.getOptionalConfigArray('projects') ?? []).map(project => {
        const own = project.getOptionalConfig('kubernetes');
        return [
          project.getString('name'),
          {
            allow: readPeers(own, 'allow'),
            quota: readQuota(own),
            owner: own?.getOptionalString('owner'),
          },
        ];
      }),
    ),
  };
}

function readNamespaces(config: Config | undefined): 'create' | 'check' {
  const value = config?.getOptionalString('namespaces') ?? 'create';
  if (value === 'create' || value === 'check') return value;
  throw invalid('namespaces', `'${value}' is neither 'create' nor 'check'`);
}

function readQuota(config: Config | undefined): Record<string, string> {
  return readTexts(config?.getOptional('quota'));
}

/** By names that may have dots, which are no paths. */
function readTexts(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, text]) => [name, String(text)]),
  );
}

function readPeers(config: Config | undefined, key: string): NetworkPeer[] {
  return (config?.getOptionalConfigArray(key) ?? []).map(peer => {
    const cidr = peer.getOptionalString('cidr');
    const namespace = peer.getOptionalString('namespace');
    if ((cidr === undefined) === (namespace === undefined)) {
      throw invalid(key, `give exactly one of 'cidr' and 'namespace' in each`);
    }
    const except = peer.getOptionalStringArray('except');
    for (const range of [...(cidr ? [cidr] : []), ...(except ?? [])]) {
      if (!CIDR.test(range)) {
        throw invalid(key, `'${range}' is no range such as 10.1.0.0/16`);
      }
    }
    return {
      ...(cidr && { cidr }),
      ...(except && { except }),
      ...(namespace && { namespace }),
      ...(peer.has('podLabels') && {
        podLabels: readTexts(peer.get('podLabels')),
      }),
      ports: readPorts(peer, key),
    };
  });
}

/** Without ports a rule would let workspaces reach all of the backend, and what else there is at the address. */
function readGateway(config: Config | undefined): NetworkPeer[] {
  const key = 'network.gateway';
  const peers = readPeers(config, key);
  if (peers.every(({ ports }) => ports.length > 0)) return peers;
  throw invalid(
    key,
    `say 'ports' in each: the one that the gateway listens on, as in 'backgroundTasks.gateway.listen.port', so that workspaces reach no other port of the backend`,
  );
}

function readPorts(peer: Config, key: string): number[] {
  const ports: unknown = peer.getOptional('ports') ?? [];
  if (!Array.isArray(ports) || !ports.every(isPort)) {
    throw invalid(key, `'ports' must be a list of numbers from 1 to 65535`);
  }
  return ports;
}

function isPort(value: unknown): value is number {
  return (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= 1 &&
    value <= 65_535
  );
}

function invalid(key: string, why: string): InputError {
  return new InputError(
    `Invalid configuration 'backgroundTasks.kubernetes.tenancy.${key}': ${why}`,
  );
}
