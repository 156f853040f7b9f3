// How GitHub's tokens begin, whichever kind they are, and the JSON Web Tokens of its Apps.
const TOKEN =
  /\b(?:gh[a-z]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,})/g;
const MINIMUM_LENGTH = 6;
const MAXIMUM_KNOWN = 100;

/** The tokens in use lately, so that no error text carries one to a person or a log. */
export class Secrets {
  readonly #known = new Set<string>();

  add(token: string): void {
    if (token.length < MINIMUM_LENGTH) {
      return;
    }
    // Sets keep the order of insertion, so the one longest unused goes.
    this.#known.delete(token);
    this.#known.add(token);
    for (const oldest of this.#known) {
      if (this.#known.size <= MAXIMUM_KNOWN) {
        break;
      }
      this.#known.delete(oldest);
    }
  }

  redact(text: string): string {
    let result = text;
    for (const token of this.#known) {
      result = result.replaceAll(token, '***');
      result = result.replaceAll(encodeBasic(token), '***');
    }
    return result.replace(TOKEN, '***');
  }
}

/** The user name and token of git over HTTP, encoded. */
export function encodeBasic(token: string): string {
  return Buffer.from(`x-access-token:${token}`).toString('base64');
}
