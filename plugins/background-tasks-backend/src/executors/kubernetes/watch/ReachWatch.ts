import type { LoggerService } from '@backstage/backend-plugin-api';
import { collectionIn, type Cluster } from '../clusters';
import { KindWatch, type WatchEvent } from './KindWatch';

type Options<T> = {
  cluster: Cluster;
  /** The collection, such as `/api/v1` and `pods`. */
  collection: { root: string; plural: string };
  labelSelector?: string;
  fieldSelector?: string;
  /** Reads an object; undefined for one that is of no interest. */
  parse: (raw: unknown) => T | undefined;
  /**
   * All objects there are: at the start, and whenever events may have been missed.
   *
   * @param namespace - where they are; undefined for the whole cluster
   */
  onList: (objects: T[], namespace: string | undefined) => void;
  onEvent: (event: WatchEvent<T>) => void;
  logger: LoggerService;
};

/** The watch of one kind in all of a cluster that we may look at: one for the whole cluster, or one for each namespace. */
export class ReachWatch<T> {
  private readonly watches = new Map<string | undefined, KindWatch<T>>();
  private readonly listed = new Set<string | undefined>();
  private unsubscribe: (() => void) | undefined;

  constructor(private readonly options: Options<T>) {}

  /** Does nothing where it was started before. */
  start(): void {
    if (this.unsubscribe) return;
    const { reach } = this.options.cluster;
    this.unsubscribe = reach.onInclude(namespace => this.follow(namespace));
    for (const place of reach.places) this.follow(place);
  }

  async stop(): Promise<void> {
    this.unsubscribe?.();
    const watches = [...this.watches.values()];
    await Promise.all(watches.map(watch => watch.stop()));
  }

  /** Whether all that there is in a namespace was seen once. */
  hasListed(namespace: string): boolean {
    return this.listed.has(undefined) || this.listed.has(namespace);
  }

  private follow(namespace: string | undefined): void {
    const known = this.watches.get(namespace);
    if (known) {
      known.hurry();
      return;
    }
    const { collection, onList, ...options } = this.options;
    const watch = new KindWatch<T>({
      ...options,
      path: collectionIn(collection, namespace),
      onList: objects => {
        onList(objects, namespace);
        this.listed.add(namespace);
      },
    });
    this.watches.set(namespace, watch);
    watch.start();
  }
}
