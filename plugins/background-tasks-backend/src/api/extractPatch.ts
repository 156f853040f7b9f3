import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import {
  BUNDLE_UNPACKED_MAX_BYTES,
  PATCH_MAX_BYTES,
} from '@background-tasks/plugin-background-tasks-common';

/** As JSON a character may take six. */
const ESCAPED_MAX_BYTES = 6 * PATCH_MAX_BYTES;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = [0x7b, 0x5b];
const CLOSING = [0x7d, 0x5d];
const COLON = 0x3a;

/** Looks through JSON, byte by byte, for the text of the member `patch` of the outermost object. */
class PatchScanner {
  patch: string | undefined;
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** Whether the string that is read is the one that is looked for. */
  private wanted = false;
  /** The last string of the outermost object, as far as it is short: the name of a member, if a colon follows. */
  private name = '';
  private isPatchNext = false;
  private parts: Buffer[] = [];
  private kept = 0;

  feed(chunk: Buffer): void {
    let from = 0;
    for (let i = 0; i < chunk.length && this.patch === undefined; i++) {
      const byte = chunk[i];
      if (!this.inString) {
        this.readStructure(byte);
        from = i + 1;
      } else if (this.escaped) {
        this.escaped = false;
      } else if (byte === BACKSLASH) {
        this.escaped = true;
      } else if (byte === QUOTE) {
        this.keep(chunk.subarray(from, i));
        this.endString();
      }
    }
    if (this.inString) this.keep(chunk.subarray(from));
  }

  private readStructure(byte: number): void {
    if (byte === QUOTE) {
      this.inString = true;
      this.wanted = this.isPatchNext;
    } else if (byte === COLON) {
      this.isPatchNext = this.depth === 1 && this.name === 'patch';
      this.name = '';
      return;
    } else if (OPENING.includes(byte)) {
      this.depth += 1;
    } else if (CLOSING.includes(byte)) {
      this.depth -= 1;
    } else {
      return;
    }
    this.isPatchNext = false;
  }

  private keep(part: Buffer): void {
    if (this.depth !== 1) return;
    const limit = this.wanted ? ESCAPED_MAX_BYTES : 'patch'.length + 1;
    if (this.kept + part.length > limit && this.wanted) {
      throw new Error(`The diff is larger than ${PATCH_MAX_BYTES} bytes`);
    }
    const fitting = part.subarray(0, limit - this.kept);
    this.kept += fitting.length;
    // A copy: what it is a part of is not to stay in memory with it.
    if (fitting.length > 0) this.parts.push(Buffer.from(fitting));
  }

  private endString(): void {
    this.inString = false;
    const text = Buffer.concat(this.parts).toString('utf8');
    this.parts = [];
    this.kept = 0;
    if (this.wanted) this.patch = String(JSON.parse(`"${text}"`));
    else if (this.depth === 1) this.name = text;
  }
}

/**
 * The diff for people out of a bundle, taken while it is unpacked: what else it holds is never in memory as a whole. It
 * comes from a workspace, so it is not trusted to be small.
 *
 * @throws Error where it is no bundle, or holds more than one may
 */
export async function extractPatch(bundle: Buffer): Promise<string> {
  const scanner = new PatchScanner();
  let bytes = 0;
  const unpacked = Readable.from([bundle]).pipe(createGunzip());
  for await (const chunk of unpacked) {
    bytes += chunk.length;
    if (bytes > BUNDLE_UNPACKED_MAX_BYTES) {
      throw new Error(
        `The change is larger than ${BUNDLE_UNPACKED_MAX_BYTES} bytes`,
      );
    }
    scanner.feed(chunk);
    if (scanner.patch !== undefined) return scanner.patch;
  }
  throw new Error('The change holds no diff');
}
