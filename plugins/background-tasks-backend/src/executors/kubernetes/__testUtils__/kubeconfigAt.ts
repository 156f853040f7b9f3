import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kubeconfig } from './asBackend';

/** A kubeconfig file for the API server at this address, which asks for no credentials. */
export async function kubeconfigAt(url: string): Promise<Kubeconfig> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
  const file = join(folder, 'kubeconfig');
  await writeFile(
    file,
    JSON.stringify({
      clusters: [
        {
          name: 'test',
          cluster: { server: url, 'insecure-skip-tls-verify': true },
        },
      ],
      users: [{ name: 'test', user: {} }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
      'current-context': 'test',
    }),
  );
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}
