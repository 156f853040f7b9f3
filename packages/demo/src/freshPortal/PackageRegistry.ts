import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);

const manifestSchema = z
  .object({ name: z.string(), version: z.string() })
  .passthrough();
type Packed = { manifest: z.infer<typeof manifestSchema>; bytes: Buffer };

/** What a portal installs our packages from, before anybody has published them: a package registry on the loopback. */
export class PackageRegistry {
  private constructor(readonly url: string, private readonly server: Server) {}

  /** @param folder - the tarballs, one of each package */
  static async start(folder: string): Promise<PackageRegistry> {
    const packed = await readTarballs(folder);
    const server = createServer((request, response) => {
      const answer = answerTo(decodeURIComponent(request.url ?? ''), packed);
      if (!answer) response.writeHead(404).end('{}');
      else
        response.writeHead(200).end(answer(`http://${request.headers.host}`));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || !address) {
      throw new Error('The port of the package registry is not known');
    }
    return new PackageRegistry(`http://127.0.0.1:${address.port}`, server);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

type Answer = (origin: string) => string | Buffer;

function answerTo(path: string, packed: readonly Packed[]): Answer | undefined {
  for (const { manifest, bytes } of packed) {
    if (path === `/${manifest.name}`) {
      return origin => JSON.stringify(describe(origin, manifest, bytes));
    }
    if (path === tarballPath(manifest, bytes)) return () => bytes;
  }
  return undefined;
}

function describe(
  origin: string,
  manifest: Packed['manifest'],
  bytes: Buffer,
): object {
  const { name, version } = manifest;
  const dist = {
    tarball: `${origin}${tarballPath(manifest, bytes)}`,
    integrity: `sha512-${hashOf(bytes, 'sha512', 'base64')}`,
    shasum: hashOf(bytes, 'sha1', 'hex'),
  };
  return {
    name,
    'dist-tags': { latest: version },
    versions: { [version]: { ...manifest, dist } },
    // Package managers may wait some days before they take what is new.
    time: { [version]: new Date(0).toISOString() },
  };
}

// With its hash: Yarn keeps what it has downloaded, and the next build has the same version.
function tarballPath(manifest: Packed['manifest'], bytes: Buffer): string {
  return `/${hashOf(bytes, 'sha1', 'hex')}/${manifest.name}.tgz`;
}

function hashOf(
  bytes: Buffer,
  algorithm: string,
  encoding: 'base64' | 'hex',
): string {
  return createHash(algorithm).update(bytes).digest(encoding);
}

async function readTarballs(folder: string): Promise<Packed[]> {
  const names = await readdir(folder);
  return Promise.all(
    names.map(async name => {
      const file = join(folder, name);
      const { stdout } = await run('tar', [
        '-xzOf',
        file,
        'package/package.json',
      ]);
      return {
        manifest: manifestSchema.parse(JSON.parse(stdout)),
        bytes: await readFile(file),
      };
    }),
  );
}
