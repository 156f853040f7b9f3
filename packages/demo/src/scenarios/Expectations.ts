/** Collects what should have come out and did not, so that all of it can be said at once. */
export class Expectations {
  private readonly unmet: string[] = [];

  /**
   * @param statement - what should be so, as a sentence
   */
  expect(statement: string, holds: boolean, found?: unknown): void {
    if (holds) return;
    const detail =
      found === undefined ? '' : ` (found: ${JSON.stringify(found)})`;
    this.unmet.push(`- ${statement}${detail}`);
  }

  /** Throws an error that lists all that is not so. */
  check(): void {
    if (this.unmet.length === 0) return;
    throw new Error(
      `The scenario did not come out as it should:\n${this.unmet.join('\n')}`,
    );
  }
}
