import type { IncomingMessage } from 'node:http';

/** What a request asks of the git proxy. */
export type GitRequest =
  | { kind: 'advertise' }
  | { kind: 'fetch' }
  | { kind: 'push' }
  | { kind: 'unknown' };

/**
 * Tells the two requests of a clone from all others. Only the end of the path counts: which repository is read follows
 * from the token alone.
 */
export function readGitRequest(request: IncomingMessage): GitRequest {
  const url = request.url ?? '/';
  if (!url.startsWith('/git/')) {
    return { kind: 'unknown' };
  }
  const { pathname, searchParams } = new URL(url, 'http://gateway');
  const path =
    /^\/git\/.+\.git\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(
      pathname,
    );
  if (!path) {
    return { kind: 'unknown' };
  }
  const service =
    path[1] === 'info/refs' ? searchParams.get('service') : path[1];
  if (service === 'git-receive-pack') {
    return { kind: 'push' };
  }
  if (service !== 'git-upload-pack') {
    return { kind: 'unknown' };
  }
  if (request.method === 'GET' && path[1] === 'info/refs') {
    return { kind: 'advertise' };
  }
  if (request.method === 'POST' && path[1] === 'git-upload-pack') {
    return { kind: 'fetch' };
  }
  return { kind: 'unknown' };
}

/** The run's token: of a Bearer header, or the password of a Basic one. */
export function readToken(request: IncomingMessage): string | undefined {
  const [scheme = '', value = ''] = (request.headers.authorization ?? '').split(
    / +/,
  );
  if (/^bearer$/i.test(scheme)) {
    return value || undefined;
  }
  if (!/^basic$/i.test(scheme)) {
    return undefined;
  }
  const pair = Buffer.from(value, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon === -1 ? undefined : pair.slice(colon + 1) || undefined;
}
