import type { RefusalKind } from './Dialect';

/** A call that the gateway refuses, with words for the agent and whoever reads its log. */
export class ModelRefusal extends Error {
  constructor(
    readonly status: number,
    readonly kind: RefusalKind,
    message: string,
  ) {
    super(message);
    this.name = 'ModelRefusal';
  }
}
