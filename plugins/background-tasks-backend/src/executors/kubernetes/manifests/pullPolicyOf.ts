import type { ImagePullPolicy } from '../settings';

/** The registry of images that no registry has: they were built on the node, or loaded into it. */
const ON_THE_NODE = 'localhost/';

/**
 * When a node asks the registry for an image, where nobody has said so. Each time: a node that has an image would
 * otherwise give it also to projects whose credentials do not open it, and would not follow a tag. What it has of the
 * image it does not pull again.
 */
export function pullPolicyOf(image: string): ImagePullPolicy {
  return image.startsWith(ON_THE_NODE) ? 'IfNotPresent' : 'Always';
}
