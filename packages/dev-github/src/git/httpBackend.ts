import type { Request, Response } from 'express';
import { GitProcesses } from './GitProcesses';

const MAX_HEADER_BYTES = 16 * 1024;
const HEADER_END = Buffer.from('\r\n\r\n');

export interface HttpBackendRequest {
  /** Folder of all repositories. */
  projectRoot: string;
  /** Path of the request below that folder: `/owner/name.git/info/refs`. */
  pathInfo: string;
  query: string;
  /** Who pushes; git allows a push only where somebody is named. */
  user?: string;
}

/** Answers a request by `git http-backend` (CGI), streaming both ways. */
export function serveHttpBackend(
  processes: GitProcesses,
  request: HttpBackendRequest,
  req: Request,
  res: Response,
): Promise<void> {
  const child = processes.start(['http-backend'], toEnvironment(request, req));
  req.pipe(child.stdin);
  // A body that nobody will read to its end must not hold the client back
  child.stdin.on('close', () => req.unpipe(child.stdin).resume());
  res.on('close', () => child.kill());

  return new Promise((resolve, reject) => {
    let head: Buffer | undefined = Buffer.alloc(0);
    let errors = '';
    child.stderr.on('data', chunk => {
      errors = `${errors}${chunk}`.slice(0, 4096);
    });
    child.stdout.on('data', (chunk: Buffer) => {
      if (!head) return;
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf(HEADER_END);
      if (end < 0) {
        if (head.length > MAX_HEADER_BYTES) child.kill();
        return;
      }
      writeHead(res, head.toString('latin1', 0, end));
      res.write(head.subarray(end + HEADER_END.length));
      head = undefined;
      child.stdout.removeAllListeners('data');
      child.stdout.pipe(res);
    });
    child.once('error', reject);
    child.once('close', () => {
      if (head && !res.destroyed) {
        reject(new Error(`git http-backend gave no answer: ${errors.trim()}`));
        return;
      }
      resolve();
    });
  });
}

function toEnvironment(
  request: HttpBackendRequest,
  req: Request,
): Record<string, string> {
  const env: Record<string, string> = {
    GATEWAY_INTERFACE: 'CGI/1.1',
    GIT_PROJECT_ROOT: request.projectRoot,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: request.pathInfo,
    QUERY_STRING: request.query,
    REQUEST_METHOD: req.method,
    REMOTE_ADDR: req.socket.remoteAddress ?? '',
    CONTENT_TYPE: req.get('content-type') ?? '',
  };
  const optional = {
    CONTENT_LENGTH: req.get('content-length'),
    HTTP_CONTENT_ENCODING: req.get('content-encoding'),
    GIT_PROTOCOL: req.get('git-protocol'),
    REMOTE_USER: request.user,
  };
  for (const [name, value] of Object.entries(optional)) {
    if (value !== undefined) env[name] = value;
  }
  return env;
}

function writeHead(res: Response, head: string): void {
  res.status(200);
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).trim();
    if (name.toLocaleLowerCase('en-US') === 'status') {
      res.status(Number.parseInt(value, 10));
    } else {
      res.setHeader(name, value);
    }
  }
}
