import { z } from 'zod';

const packageJsonSchema = z.object({
  packageManager: z.string().optional().catch(undefined),
  scripts: z.record(z.string(), z.string()).optional().catch(undefined),
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
