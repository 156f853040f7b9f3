import { once } from 'node:events';
import http from 'node:http';

/** A server of this process that does nothing but pass requests on: what the hop alone takes. @returns its address */
export async function startRelay(target: string): Promise<string> {
  const agent = new http.Agent({ keepAlive: true });
  const server = http.createServer((request, response) => {
    const { connection, host, ...headers } = request.headers;
    const upstream = http.request(target + request.url, {
      method: request.method,
      headers,
      agent,
    });
    upstream.once('response', answer => {
      response.writeHead(answer.statusCode ?? 502, {
        'content-type': answer.headers['content-type'],
      });
      answer.pipe(response);
    });
    upstream.once('error', error => response.destroy(error));
    request.pipe(upstream);
  });
  server.unref();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The relay has no port');
  }
  return `http://127.0.0.1:${address.port}`;
}
