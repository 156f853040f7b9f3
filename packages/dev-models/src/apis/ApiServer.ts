import type { Request, RequestHandler, Response } from 'express';
import { ZodError } from 'zod';
import { describeConversation } from '../conversation';
import type { Conversation } from '../conversation';
import type { Fault, Faults } from '../faults';
import type { RequestLog } from '../RequestLog';
import type { Scenario } from '../scenarios';
import { composeAnswer } from './composeAnswer';
import { pause, sendBody, sendEvents } from './send';
import type { Failure, ModelApi, ModelCall } from './types';

/** What all APIs need of the server. */
export interface Deps {
  apiKey: string;
  scenarios: readonly Scenario[];
  faults: Faults;
  log: RequestLog;
}

/** A call that may be answered. */
export interface OpenCall {
  api: ModelApi;
  req: Request;
  res: Response;
  /** Has not struck yet, and does so in the midst of the answer. */
  fault?: Fault;
}

/** The request cannot be answered, and its sender is to know why. */
export class InvalidCall extends Error {}

/** Answers calls of one API: lets through who has the key, and lets faults strike. */
export class ApiServer {
  constructor(private readonly deps: Deps, private readonly api: ModelApi) {}

  /** Handles requests that a scenario answers; the path may name the model. */
  model(
    find: (req: Request) => { model: string; stream?: boolean } = () => ({
      model: '',
    }),
  ): RequestHandler {
    return this.handler(async call => {
      const { model, stream } = find(call.req);
      const read = this.read(call.req, model);
      await this.answer(
        call,
        stream === undefined ? read : { ...read, stream },
      );
    });
  }

  /** Handles requests about the conversation that they hold. */
  about(tell: (conversation: Conversation) => unknown): RequestHandler {
    return this.handler(async ({ req, res, fault }) => {
      const { conversation } = this.read(req, '');
      await sendBody(res, tell(describeConversation(conversation)), fault);
    });
  }

  /** Handles requests that always have the same answer. */
  fixed(tell: (req: Request) => unknown): RequestHandler {
    return this.handler(({ req, res, fault }) =>
      sendBody(res, tell(req), fault),
    );
  }

  private handler(answer: (call: OpenCall) => Promise<void>): RequestHandler {
    const { api } = this;
    const { faults, log } = this.deps;
    return async (req, res) => {
      const fault = faults.strike(req.method, req.originalUrl);
      log.note(req, { api: api.id, fault: fault?.kind });
      if (fault && (await this.strikeFirst(fault, res))) return;
      const key = api.keyOf(req);
      if (key !== this.deps.apiKey) {
        this.fail(res, { kind: key ? 'wrongKey' : 'noKey' });
        return;
      }
      log.note(req, { authorized: true });
      try {
        await answer({ api, req, res, fault });
      } catch (error) {
        if (!(error instanceof InvalidCall)) throw error;
        this.fail(res, { kind: 'invalid', message: error.message });
      }
    };
  }

  private read(req: Request, model: string): ModelCall {
    try {
      return this.api.read(req.body, model);
    } catch (error) {
      if (!(error instanceof ZodError)) throw error;
      const [{ path, message }] = error.issues;
      throw new InvalidCall(`${path.join('.')}: ${message}`);
    }
  }

  private async answer(open: OpenCall, call: ModelCall): Promise<void> {
    const { api, req, res, fault } = open;
    const { log, scenarios } = this.deps;
    const { stream } = call;
    log.note(req, { model: call.conversation.model, stream });
    const { answer, ...from } = compose(scenarios, call);
    log.note(req, { ...from, usage: answer.usage });
    res.setHeader('request-id', `req_${answer.id}`);
    res.setHeader('x-request-id', `req_${answer.id}`);
    if (!stream) {
      await sendBody(res, api.body(answer), fault);
      return;
    }
    const events = api.events(answer, call);
    await sendEvents(res, events, fault, api.errorEvent(answer));
  }

  /** Whether the fault has ended the call. */
  private async strikeFirst(fault: Fault, res: Response): Promise<boolean> {
    switch (fault.kind) {
      case 'rateLimit':
        res.setHeader('Retry-After', fault.retryAfterSeconds ?? 1);
        this.fail(res, { kind: 'rateLimit' });
        return true;
      case 'serverError':
        this.fail(res, { kind: 'serverError', status: fault.status });
        return true;
      case 'overloaded':
        this.fail(res, { kind: 'overloaded' });
        return true;
      case 'dropBefore':
        res.socket?.destroy();
        return true;
      case 'slow':
        await pause(res, fault.delayMs);
        return res.destroyed;
      default:
        return false;
    }
  }

  private fail(res: Response, failure: Failure): void {
    const { status, body } = this.api.failure(failure);
    res.status(status).json(body);
  }
}

function compose(scenarios: readonly Scenario[], call: ModelCall) {
  try {
    return composeAnswer(scenarios, describeConversation(call.conversation));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new InvalidCall(error.message);
  }
}
