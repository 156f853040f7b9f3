import { z } from 'zod';
import type { TreeFiles } from '../../git';
import { join } from '../trace';

const packageJsonSchema = z.object({
  name: z.string().optional().catch(undefined),
  packageManager: z.string().optional().catch(undefined),
  engines: z.record(z.string(), z.string()).optional().catch(undefined),
  scripts: z.record(z.string(), z.string()).optional().catch(undefined),
  workspaces: z
    .union([
      z.array(z.string()),
      z
        .object({ packages: z.array(z.string()) })
        .transform(one => one.packages),
    ])
    .optional()
    .catch(undefined),
  dependencies: z.record(z.string(), z.string()).optional().catch(undefined),
  devDependencies: z.record(z.string(), z.string()).optional().catch(undefined),
  peerDependencies: z
    .record(z.string(), z.string())
    .optional()
    .catch(undefined),
  optionalDependencies: z
    .record(z.string(), z.string())
    .optional()
    .catch(undefined),
});

/** The parts of a package.json that matter here. */
export type PackageJson = z.infer<typeof packageJsonSchema>;

/** Reads a package.json; undefined for anything else. */
export function parsePackageJson(text: string): PackageJson | undefined {
  try {
    return packageJsonSchema.parse(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    return undefined;
  }
}

/** The package.json of a folder. */
export async function readPackageJson(
  files: TreeFiles,
  directory: string,
): Promise<PackageJson | undefined> {
  const text = await files.read(join(directory, 'package.json'));
  return text === undefined ? undefined : parsePackageJson(text);
}
