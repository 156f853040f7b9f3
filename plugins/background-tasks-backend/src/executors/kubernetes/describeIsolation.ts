import type { KubernetesSettings } from './settings';

/** What a person should know of what keeps tasks apart. */
export function describeIsolation({
  resources: { limits },
  runtimeClassName,
  workspace,
}: KubernetesSettings): string[] {
  return [
    `Each run is a Pod of its own in its project's namespace, and each phase a container that sees only the folders and the secret it needs${
      runtimeClassName ? `, in the sandbox '${runtimeClassName}'` : ''
    }.`,
    'The containers run as an ordinary user without capabilities, on a read-only system, under the seccomp profile of the runtime, without access to the cluster.',
    `A phase may use ${limits.memory ?? 'any amount'} of memory and ${
      limits.cpu ?? 'any number of'
    } CPUs; a workspace ${
      workspace.size
    } of disk. The node limits the number of processes.`,
    "The network is limited by the namespace's NetworkPolicy to what the project allows, where the cluster enforces such policies.",
  ];
}
