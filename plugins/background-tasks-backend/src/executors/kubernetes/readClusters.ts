import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { ClusterSettings, ClusterSource } from './settings';

const AT = 'backgroundTasks.kubernetes.clusters';
const SOURCES = ['kubeconfig', 'inCluster', 'fromBackstage'] as const;

/**
 * Reads the clusters. One that says nothing else is the one that the backend itself runs in.
 *
 * @param root - all of the configuration: `fromBackstage` names a cluster of Backstage's own `kubernetes`
 * @param config - `backgroundTasks.kubernetes`
 * @throws InputError that names the field
 */
export function readClusters(root: Config, config: Config): ClusterSettings[] {
  const clusters = config.getOptionalConfigArray('clusters') ?? [];
  if (clusters.length === 0) {
    throw new InputError(
      `'${AT}' is missing: name at least one cluster, such as {name: main, inCluster: true}`,
    );
  }
  const names = new Set<string>();
  return clusters.map((cluster, index) => {
    const name = cluster.getString('name');
    if (names.has(name)) {
      throw new InputError(`Invalid configuration '${AT}': two are '${name}'`);
    }
    names.add(name);
    return { name, source: sourceOf(root, cluster, `${AT}[${index}]`) };
  });
}

function sourceOf(root: Config, cluster: Config, at: string): ClusterSource {
  const given = SOURCES.filter(
    key => cluster.has(key) && cluster.getOptional(key) !== false,
  );
  if (given.length !== 1) {
    throw new InputError(
      `Invalid configuration '${at}': give exactly one of ${SOURCES.join(
        ', ',
      )}`,
    );
  }
  switch (given[0]) {
    case 'kubeconfig':
      return {
        type: 'kubeconfig',
        file: cluster.getString('kubeconfig'),
        context: cluster.getOptionalString('context'),
      };
    case 'inCluster':
      return { type: 'inCluster' };
    default:
      return backstageCluster(root, cluster.getString('fromBackstage'), at);
  }
}

function backstageCluster(
  root: Config,
  name: string,
  at: string,
): ClusterSource {
  const methods =
    root.getOptionalConfigArray('kubernetes.clusterLocatorMethods') ?? [];
  const all = methods.flatMap(
    method => method.getOptionalConfigArray('clusters') ?? [],
  );
  const found = all.find(candidate => candidate.getString('name') === name);
  if (!found) {
    throw new InputError(
      `Invalid configuration '${at}.fromBackstage': 'kubernetes.clusterLocatorMethods' has no cluster '${name}'`,
    );
  }
  const token = found.getOptionalString('serviceAccountToken');
  if (!token) {
    throw new InputError(
      `Invalid configuration '${at}.fromBackstage': the cluster '${name}' has no 'serviceAccountToken', which is the only way that background tasks can take from there; give 'kubeconfig' or 'inCluster' instead`,
    );
  }
  return {
    type: 'fromBackstage',
    token,
    url: found.getString('url'),
    caData: found.getOptionalString('caData'),
    caFile: found.getOptionalString('caFile'),
    skipTLSVerify: found.getOptionalBoolean('skipTLSVerify') ?? false,
  };
}
