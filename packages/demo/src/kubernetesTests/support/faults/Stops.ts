/** What was started, to be ended in reverse, whatever of it fails. */
export class Stops {
  private readonly all: (() => Promise<unknown>)[] = [];

  add(stop: () => Promise<unknown>): void {
    this.all.push(stop);
  }

  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (const stop of this.all.splice(0).reverse()) {
      await stop().catch(error => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}
