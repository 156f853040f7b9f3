import type { Response } from 'express';

/** Waits until a response takes more, or is closed. */
export async function drained(response: Response): Promise<void> {
  if (response.destroyed) return;
  await new Promise<void>(resolve => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
