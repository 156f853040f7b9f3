import type { ModelAccess, ModelStore } from '../../store';

/** More runs than one replica ever serves at once. */
const MAX_ACCESSES = 1_000;

/** Whom tokens belong to, by their hashes. That never changes: what ends is only whether they are good. */
export class Accesses {
  private readonly accesses = new Map<string, ModelAccess>();

  constructor(private readonly store: Pick<ModelStore, 'accessOf'>) {}

  /** What was looked up before, which may have ended since. */
  known(tokenHash: string): ModelAccess | undefined {
    return this.accesses.get(tokenHash);
  }

  /** What a token is good for now; undefined where it is unknown, or has ended. */
  async lookUp(tokenHash: string): Promise<ModelAccess | undefined> {
    const access = await this.store.accessOf(tokenHash);
    this.forget(tokenHash);
    if (!access) return undefined;
    const [oldest] = this.accesses.keys();
    if (this.accesses.size >= MAX_ACCESSES) this.accesses.delete(oldest);
    this.accesses.set(tokenHash, access);
    return access;
  }

  forget(tokenHash: string): void {
    this.accesses.delete(tokenHash);
  }
}
