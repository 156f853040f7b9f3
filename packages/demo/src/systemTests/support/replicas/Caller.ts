import { ResponseError } from '@backstage/errors';
import type { BackgroundTasksClient } from '@background-tasks/plugin-background-tasks-common';
import { setTimeout as delay } from 'node:timers/promises';
import type { Replica } from './startReplicas';

const RETRY_MS = 300;

/** A user who goes to the next replica where one does not answer, as a load balancer would send them. */
export class Caller {
  private turn: number;

  constructor(
    private readonly replicas: Replica[],
    readonly user: string,
    private readonly signal: AbortSignal,
  ) {
    this.turn = user.length;
  }

  /** A replica that is ready, as soon as there is one. */
  async next(): Promise<Replica> {
    for (;;) {
      const ready = this.replicas.filter(({ backend }) => backend.isReady());
      this.turn += 1;
      if (ready.length > 0) return ready[this.turn % ready.length];
      await delay(RETRY_MS, undefined, { signal: this.signal });
    }
  }

  /** Calls until there is an answer; one that refuses is an answer too, one that asks to come again is none. */
  async call<T>(
    work: (client: BackgroundTasksClient) => Promise<T>,
  ): Promise<T> {
    for (;;) {
      const { portal } = await this.next();
      try {
        return await work(portal.client(this.user));
      } catch (error) {
        if (error instanceof ResponseError && error.response.status < 500) {
          throw error;
        }
      }
      await delay(RETRY_MS, undefined, { signal: this.signal });
    }
  }

  /** A token: it is good at every replica. */
  async token(replica: Replica): Promise<string> {
    return replica.portal.token(this.user);
  }
}
