import { createServer } from 'node:net';

/** A TCP port of the loopback interface that is free now. */
export function freePort(): Promise<number> {
  return openPort(0);
}

/**
 * Fails with a sentence if a port is taken.
 *
 * @returns the port
 */
export async function requireFreePort(port: number): Promise<number> {
  try {
    return await openPort(port);
  } catch (error) {
    throw new Error(
      `Port ${port} is taken or may not be used (${error}). Choose another with --port, or leave it out.`,
    );
  }
}

function openPort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address) resolve(address.port);
        else reject(new Error('The port is not known'));
      });
    });
  });
}
