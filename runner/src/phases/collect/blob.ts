import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  readSync,
  writeSync,
} from 'node:fs';
import type { ObjectFormat } from '../../git';
import { toWords, type RawPath } from './names';
import { workPath } from './walk';

const CHUNK_BYTES = 256 * 1024;

/** The name that git would give to a file's bytes as they are. */
export function blobIdOfFile(
  root: string,
  path: RawPath,
  format: ObjectFormat,
): string {
  return withFile(root, path, (fd, size) => {
    const hash = createHash(format).update(`blob ${size}\0`);
    copy(fd, size, path, chunk => hash.update(chunk));
    return hash.digest('hex');
  });
}

/** The name that git would give to these bytes. */
export function blobId(content: Buffer, format: ObjectFormat): string {
  return createHash(format)
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest('hex');
}

/** Where a symbolic link points to, in bytes. */
export function readLink(root: string, path: RawPath): Buffer {
  return readlinkSync(workPath(root, path), { encoding: 'buffer' });
}

/** Copies a regular file, and nothing that has become something else meanwhile. */
export function copyFile(
  root: string,
  path: RawPath,
  target: Buffer,
  mode: number,
) {
  const end = target.lastIndexOf('/');
  mkdirSync(target.subarray(0, end), { recursive: true });
  withFile(root, path, (fd, size) => {
    const out = openSync(target, 'wx', mode);
    try {
      copy(fd, size, path, chunk => {
        for (let at = 0; at < chunk.length; ) at += writeSync(out, chunk, at);
      });
    } finally {
      closeSync(out);
    }
  });
}

function withFile<T>(
  root: string,
  path: RawPath,
  use: (fd: number, size: number) => T,
): T {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  // O_NONBLOCK: opening a pipe would wait for its writer.
  const fd = openSync(workPath(root, path), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) throw changing(path);
    return use(fd, stats.size);
  } finally {
    closeSync(fd);
  }
}

function copy(
  fd: number,
  size: number,
  path: RawPath,
  write: (chunk: Buffer) => void,
) {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let rest = size;
  while (rest > 0) {
    const read = readSync(fd, buffer, 0, Math.min(rest, CHUNK_BYTES), null);
    if (read === 0) throw changing(path);
    write(buffer.subarray(0, read));
    rest -= read;
  }
}

function changing(path: RawPath): Error {
  return new Error(`'${toWords(path)}' changed while it was collected.`);
}
