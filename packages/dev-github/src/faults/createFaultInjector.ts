import type { Request, RequestHandler, Response } from 'express';
import { ApiError } from '../errors';
import { Faults } from './Faults';
import { Fault } from './types';

const API = '/api/v3';
const LIMIT = 5000;

const SERVER_MESSAGES = {
  500: 'Server Error',
  502: 'Server Error',
  503: 'No server is currently available to service your request.',
} as const;

/** Lets calls go wrong, whatever they are: REST, git and pages. */
export function createFaultInjector(faults: Faults): RequestHandler {
  return (req, res, next) => {
    const fault = faults.strike(req.method, req.originalUrl);
    if (!fault) {
      next();
      return;
    }
    res.locals.fault = fault.kind;
    inject(fault, req, res, next);
  };
}

function inject(
  fault: Fault,
  req: Request,
  res: Response,
  next: () => void,
): void {
  switch (fault.kind) {
    case 'rateLimit':
      sendRateLimit(
        req,
        res,
        fault.status ?? 403,
        fault.retryAfterSeconds ?? 1,
      );
      return;
    case 'secondaryRateLimit':
      res.setHeader('Retry-After', fault.retryAfterSeconds ?? 1);
      send(
        req,
        res,
        fault.status ?? 403,
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
      );
      return;
    case 'serverError': {
      const status = fault.status ?? 502;
      send(req, res, status, SERVER_MESSAGES[status]);
      return;
    }
    case 'slow': {
      const timer = setTimeout(next, fault.delayMs);
      res.once('close', () => clearTimeout(timer));
      return;
    }
    case 'dropBefore':
      req.socket.destroy();
      return;
    case 'dropAfter':
      loseAnswer(req, res, () => Buffer.alloc(0));
      next();
      return;
    case 'truncate':
      loseAnswer(req, res, body => body.subarray(0, body.length / 2));
      next();
      return;
    default:
      throw new Error(`There is no fault '${JSON.stringify(fault)}'`);
  }
}

function sendRateLimit(
  req: Request,
  res: Response,
  status: number,
  retryAfterSeconds: number,
): void {
  res.set({
    'Retry-After': String(retryAfterSeconds),
    'X-RateLimit-Limit': String(LIMIT),
    'X-RateLimit-Remaining': '0',
    'X-RateLimit-Used': String(LIMIT),
    'X-RateLimit-Reset': String(
      Math.floor(Date.now() / 1000) + retryAfterSeconds,
    ),
    'X-RateLimit-Resource': 'core',
  });
  send(req, res, status, 'API rate limit exceeded.');
}

function send(
  req: Request,
  res: Response,
  status: number,
  message: string,
): void {
  res.status(status);
  if (req.originalUrl.startsWith(API)) {
    res.json(new ApiError(status, message).toBody());
    return;
  }
  // What is left of a push is not read
  res.setHeader('Connection', 'close');
  res.type('text/plain').send(`${message}\n`);
}

/** Collects the answer, sends what is left of it, and breaks the connection. */
function loseAnswer(
  req: Request,
  res: Response,
  leave: (body: Buffer) => Buffer,
): void {
  const chunks: Buffer[] = [];
  const collect = (chunk: unknown, encoding: unknown): void => {
    if (typeof chunk === 'string') {
      const isEncoding =
        typeof encoding === 'string' && Buffer.isEncoding(encoding);
      chunks.push(Buffer.from(chunk, isEncoding ? encoding : 'utf8'));
    } else if (chunk instanceof Uint8Array) {
      chunks.push(Buffer.from(chunk));
    }
  };
  const write = res.write.bind(res);
  res.write = (chunk: unknown, encoding?: unknown) => {
    collect(chunk, encoding);
    return true;
  };
  res.end = (chunk?: unknown, encoding?: unknown) => {
    collect(chunk, encoding);
    const rest = leave(Buffer.concat(chunks));
    if (rest.length === 0) {
      req.socket.destroy();
    } else {
      write(rest, () => req.socket.destroySoon());
    }
    return res;
  };
}
