import type { Response } from 'express';

/** Who watches: wakes at news, and when either side goes. */
export class Viewer {
  gone = false;
  private resolve: () => void = () => {};

  constructor(
    private readonly response: Response,
    private readonly shutdown: AbortSignal,
  ) {
    response.on('close', this.leave);
    shutdown.addEventListener('abort', this.leave);
    if (shutdown.aborted || response.destroyed) this.leave();
  }

  /** Resolves at the next wake after this call. */
  next(): Promise<void> {
    return new Promise(resolve => {
      this.resolve = resolve;
      if (this.gone) resolve();
    });
  }

  readonly wake = () => this.resolve();

  /** Has it be gone though neither side went. */
  dismiss(): void {
    this.leave();
  }

  close(): void {
    this.response.off('close', this.leave);
    this.shutdown.removeEventListener('abort', this.leave);
  }

  private readonly leave = () => {
    this.gone = true;
    this.wake();
  };
}
