/** A path as git and the file system know it: bytes, held as a latin1 string so that it can be compared and sorted. */
export type RawPath = string;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function toBytes(path: RawPath): Buffer {
  return Buffer.from(path, 'latin1');
}

/** The path as text, or undefined where its name is not UTF-8. */
export function toText(path: RawPath): string | undefined {
  try {
    return decoder.decode(toBytes(path));
  } catch {
    return undefined;
  }
}

/** For people: also where it is not UTF-8. */
export function toWords(path: RawPath): string {
  return toBytes(path).toString();
}

export function fromBytes(bytes: Buffer): RawPath {
  return bytes.toString('latin1');
}

export function baseName(path: RawPath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folders above a path, the outermost first; '' (the root) is not among them. */
export function parents(path: RawPath): RawPath[] {
  const found: RawPath[] = [];
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    found.push(path.slice(0, at));
  }
  return found;
}

/** Code points that HFS+ ignores in names, as git's own check has them. */
const HFS_IGNORED = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

/** Whether some file system would take this name for `.git`. */
export function isGitName(name: RawPath): boolean {
  const text = toWords(name).replace(HFS_IGNORED, '').toLowerCase();
  // NTFS: short names, trailing dots and spaces, and alternate streams.
  return /^(?:\.git|git~1)[. ]*(?::.*)?$/.test(text);
}
