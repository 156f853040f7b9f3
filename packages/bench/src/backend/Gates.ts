/** Where tasks wait for each other or for the load generator. A gate that was opened stays open. */
export class Gates {
  private readonly gates = new Map<
    string,
    { opened: Promise<void>; open: () => void }
  >();

  open(name: string): void {
    this.gate(name).open();
  }

  /** Waits until the gate is open, or the signal aborted. */
  async pass(name: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    let leave = () => {};
    const aborted = new Promise<void>(resolve => {
      leave = resolve;
      signal.addEventListener('abort', leave);
    });
    await Promise.race([this.gate(name).opened, aborted]);
    signal.removeEventListener('abort', leave);
  }

  private gate(name: string) {
    const known = this.gates.get(name);
    if (known) return known;
    let open = () => {};
    const opened = new Promise<void>(resolve => {
      open = resolve;
    });
    const gate = { opened, open };
    this.gates.set(name, gate);
    return gate;
  }
}
