import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { git } from './workshop';

/** A git server over HTTP that hands out a repository's files, and answers as it is told. */
export type DumbGitServer = {
  url: string;
  requests: IncomingMessage[];
  close: () => Promise<void>;
};

/**
 * Serves a repository by git's plain-file protocol on a free port.
 *
 * @param answer the status for a request; 200 serves the file
 */
export async function serveGit(
  repository: string,
  answer: (request: IncomingMessage) => number,
): Promise<DumbGitServer> {
  git(repository, 'update-server-info');
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    const status = answer(request);
    if (status !== 200) {
      response.writeHead(status).end();
      return;
    }
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = createReadStream(
      join(repository, '.git', pathname.replace(/^\/repo\.git/, '')),
    );
    file.once('error', () => response.writeHead(404).end());
    file.once('open', () => file.pipe(response));
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The server has no port.');
  }
  return {
    url: `http://127.0.0.1:${address.port}/repo.git`,
    requests,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
