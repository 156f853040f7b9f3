import type { V1Toleration } from '@kubernetes/client-node';
import type { WorkspaceToleration } from '../settings';

/** A node that answers no more. */
const LOST = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];
/** The API server would say 300. A kubelet that is started again is back in less. */
const LOST_SECONDS = 60;

/** The tolerations of a Pod: it is known soon that a node is lost, where the configuration does not say when. */
export function tolerationsOf(
  configured: readonly WorkspaceToleration[],
): V1Toleration[] {
  const others = LOST.filter(
    taint => !configured.some(toleration => concerns(toleration, taint)),
  );
  return [
    ...configured.map(toleration => ({ ...toleration })),
    ...others.map(key => ({
      key,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: LOST_SECONDS,
    })),
  ];
}

/** As the API server itself asks before it adds its own: without a key all taints are meant. */
function concerns({ key, effect }: WorkspaceToleration, taint: string) {
  return (
    (key === undefined || key === taint) &&
    (effect === undefined || effect === 'NoExecute')
  );
}
