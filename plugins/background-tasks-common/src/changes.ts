import { z } from 'zod';

/** The modes that a blob may have in a git tree. @public */
export const blobModeSchema = z.enum(['100644', '100755', '120000']);

const objectId = z.string().regex(/^[0-9a-f]{40}$|^[0-9a-f]{64}$/);

/** The schema of one changed file. @public */
export const changedFileSchema = z.object({
  path: z.string().min(1).max(4096),
  status: z.enum(['added', 'modified', 'deleted']),
  /** The mode of the new blob, null where the file is deleted. */
  mode: blobModeSchema.nullable(),
  /** Lines, null for binary files. */
  additions: z.number().int().min(0).nullable(),
  deletions: z.number().int().min(0).nullable(),
});

/** One changed file. A rename is a deletion and an addition. @public */
export type ChangedFile = z.infer<typeof changedFileSchema>;

/** The schema of what the bundle holds once decompressed. @public */
export const bundleContentSchema = z.object({
  version: z.literal(1),
  baseCommit: objectId,
  /** The tree of the base commit. */
  baseTree: objectId,
  /** The tree that the change makes out of it: what is validated and what is published. */
  tree: objectId,
  entries: z.array(
    z.discriminatedUnion('op', [
      z.object({
        op: z.literal('write'),
        path: z.string().min(1).max(4096),
        mode: blobModeSchema,
        oid: objectId,
        /** The blob as git stores it, base64. */
        data: z.base64(),
      }),
      z.object({
        op: z.literal('delete'),
        path: z.string().min(1).max(4096),
      }),
    ]),
  ),
  files: z.array(changedFileSchema),
  /** A unified diff for people, cut at `PATCH_MAX_BYTES`. */
  patch: z.string(),
  patchTruncated: z.boolean(),
});

/**
 * All that comes out of a workspace: gzip'ed JSON, known by the SHA-256 of the compressed bytes.
 *
 * @public
 */
export type BundleContent = z.infer<typeof bundleContentSchema>;

/** The diff for people ends after this many bytes; the change itself is not cut. @public */
export const PATCH_MAX_BYTES = 1024 * 1024;

/** No bundle within its limit becomes bigger than this when it is unpacked. @public */
export const BUNDLE_UNPACKED_MAX_BYTES = 512 * 1024 * 1024;

/** Bytes of the compressed bundle in one event, before base64. @public */
export const BUNDLE_CHUNK_BYTES = 64 * 1024;
