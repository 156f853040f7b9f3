import { PublishError } from '@background-tasks/plugin-background-tasks-node';
import { readFailure, type GithubFailure } from './githubErrors';
import { readRefusal } from './refusals';
import type { RepositoryAddress } from './repositoryUrl';
import type { Retries } from './Retries';
import type { Secrets } from './Secrets';

/** What a request is refused with where that is expected. */
export type Refused = { refused: string };

type Call<T> = {
  /** In the infinitive: `create the commit`. */
  what: string;
  request: () => Promise<T>;
  /** Looks whether a write whose answer was lost was carried out; undefined where it was not. */
  find?: () => Promise<T | undefined>;
};

/**
 * How publishing asks GitHub: again where a failure may pass, until the signal is aborted. Any other failure is a
 * PublishError in GitHub's own words.
 */
export class GithubCalls {
  readonly signal: AbortSignal;
  readonly #address: RepositoryAddress;
  readonly #installation: string;
  readonly #retries: Retries;
  readonly #secrets: Secrets;

  constructor(options: {
    address: RepositoryAddress;
    installation: string;
    retries: Retries;
    secrets: Secrets;
    signal: AbortSignal;
  }) {
    this.signal = options.signal;
    this.#address = options.address;
    this.#installation = options.installation;
    this.#retries = options.retries;
    this.#secrets = options.secrets;
  }

  /** @throws PublishError */
  async call<T>(call: Call<T>): Promise<T> {
    try {
      return await this.#run(call);
    } catch (error) {
      throw this.#explain(call.what, error);
    }
  }

  /**
   * As `call`, but a failure that is expected is a result.
   *
   * @throws PublishError
   */
  async callUnless<T>(
    expected: (failure: GithubFailure) => boolean,
    call: Call<T>,
  ): Promise<T | Refused> {
    try {
      return await this.#run(call);
    } catch (error) {
      const failure = readFailure(error);
      if (!this.signal.aborted && expected(failure)) {
        return { refused: this.#secrets.redact(failure.words) };
      }
      throw this.#explain(call.what, error);
    }
  }

  /** Asks again and again, less and less often, until there is an answer; undefined where none came in that time. */
  async until<T>(
    ask: () => Promise<T | undefined>,
    timeoutMs: number,
  ): Promise<T | undefined> {
    return this.#retries.until(ask, { timeoutMs, signal: this.signal });
  }

  async #run<T>(call: Call<T>): Promise<T> {
    return this.#retries.run({
      ...call,
      installation: this.#installation,
      signal: this.signal,
    });
  }

  // No cause is kept: the client's errors carry the request with its headers.
  #explain(what: string, error: unknown): unknown {
    if (this.signal.aborted) {
      return this.signal.reason;
    }
    // What looked for a lost write has explained itself.
    if (error instanceof PublishError) {
      return error;
    }
    const failure = readFailure(error);
    const { owner, name } = this.#address;
    const words = this.#secrets.redact(failure.words);
    const answer =
      failure.status === undefined
        ? `'${words}'`
        : `'${words}' (status ${failure.status})`;
    const refusal = readRefusal(failure, this.#address);
    if (refusal) {
      return new PublishError(
        refusal.outcome,
        `GitHub refused to ${what} in '${owner}/${name}': ${answer}. ${refusal.remedy}`,
      );
    }
    return new PublishError(
      'infrastructure',
      `GitHub could not ${what} in '${owner}/${name}': ${answer}`,
    );
  }
}

/** Whether a result is a refusal that was expected. */
export function isRefused(result: unknown): result is Refused {
  return typeof result === 'object' && result !== null && 'refused' in result;
}
