/** Where in a cluster we may look: everywhere, or in the namespaces that are known and nowhere else. */
export class Reach {
  private readonly listeners = new Set<(namespace: string) => void>();

  private constructor(private readonly known: Set<string> | undefined) {}

  static everywhere(): Reach {
    return new Reach(undefined);
  }

  /** In these, and in those that are included later. */
  static of(namespaces: Iterable<string>): Reach {
    return new Reach(new Set(namespaces));
  }

  /** Each namespace by itself; or undefined alone, which stands for the whole cluster. */
  get places(): (string | undefined)[] {
    return this.known ? [...this.known] : [undefined];
  }

  /** There is something of ours in a namespace: those who look everywhere that they may look there too. */
  include(namespace: string): void {
    if (!this.known) return;
    this.known.add(namespace);
    for (const listener of this.listeners) listener(namespace);
  }

  /** Tells of each namespace that is included. @returns what ends that */
  onInclude(listener: (namespace: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** The address of a collection, in one namespace or in all. */
export function collectionIn(
  { root, plural }: { root: string; plural: string },
  namespace: string | undefined,
): string {
  return namespace === undefined
    ? `${root}/${plural}`
    : `${root}/namespaces/${namespace}/${plural}`;
}
