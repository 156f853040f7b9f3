import type { RunSpec } from '@background-tasks/plugin-background-tasks-common';
import { PhaseFailure } from '../PhaseFailure';
import { toWords, type RawPath } from './names';

type Sized = { path: RawPath; size: number };

/** Text compresses to a fifth or less: what is far above that will not fit, and is not even read. */
const RAW_FACTOR = 12;
const NAMED = 5;
/** All names come out in one event. */
const NAMES_MAX_BYTES = 256 * 1024;

/** @throws PhaseFailure tooLarge where the change has too many files, or is far too big to be read */
export function checkRawLimits(files: Sized[], limits: RunSpec['limits']) {
  checkCount(files, limits);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes <= limits.bundleBytes * RAW_FACTOR) return;
  throw new PhaseFailure(
    'tooLarge',
    `The change is ${megabytes(bytes)} before compression; at most ${megabytes(
      limits.bundleBytes,
    )} may come out after it. ${biggest(files)}`,
  );
}

/** @throws PhaseFailure tooLarge where the change has too many files */
export function checkCount(files: Sized[], { bundleFiles }: RunSpec['limits']) {
  if (files.length <= bundleFiles) return;
  throw new PhaseFailure(
    'tooLarge',
    `The change has ${
      files.length
    } files, and at most ${bundleFiles} may come out. ${biggest(files)}`,
  );
}

/** @throws PhaseFailure tooLarge where the names alone are more than one event may carry */
export function checkNamesSize(files: { path: string }[]) {
  const bytes = files.reduce(
    (sum, { path }) => sum + Buffer.byteLength(path),
    0,
  );
  if (bytes <= NAMES_MAX_BYTES) return;
  throw new PhaseFailure(
    'tooLarge',
    `The names of the ${files.length} changed files are too long: ${megabytes(
      bytes,
    )} in all, and at most ${megabytes(NAMES_MAX_BYTES)} may come out.`,
  );
}

/** @throws PhaseFailure tooLarge where the compressed bundle is too big */
export function checkBundleSize(
  bytes: number,
  files: Sized[],
  { bundleBytes }: RunSpec['limits'],
) {
  if (bytes <= bundleBytes) return;
  throw new PhaseFailure(
    'tooLarge',
    `The change is ${megabytes(bytes)} compressed, and at most ${megabytes(
      bundleBytes,
    )} may come out. ${biggest(files)}`,
  );
}

function biggest(files: Sized[]): string {
  const named = [...files]
    .sort((a, b) => b.size - a.size)
    .slice(0, NAMED)
    .map(({ path, size }) => `${toWords(path)} (${megabytes(size)})`);
  return `The biggest: ${named.join(', ')}.`;
}

function megabytes(bytes: number): string {
  const mebibyte = 1024 * 1024;
  if (bytes < mebibyte / 10) return `${Math.ceil(bytes / 1024)} KiB`;
  return `${(bytes / mebibyte).toFixed(1)} MiB`;
}
