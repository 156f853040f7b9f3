/** What one step of a CI job runs. */
export type CiLine = {
  /** Shell text. */
  script: string;
  /** From the root, '' is the root. */
  directory: string;
  variables: ReadonlyMap<string, string>;
  /** Those of them that its checks are to be run with. */
  env?: ReadonlyMap<string, string>;
  /** `.github/workflows/ci.yml, job lint`. */
  source: string;
  /** The less the better: see `ranks`. */
  rank: number;
};

/** How much a job says about what a change has to pass. */
export const ranks = {
  /** It runs for each change. */
  usual: 0,
  /** It runs for pushes only. */
  push: 2,
  /** It needs services beside it (a database). */
  services: 4,
  /**
   * From here on a job only counts where no usual one checks the same kind. Another operating system runs what the
   * usual job runs; the oldest or the next version of a toolchain often runs less.
   */
  otherSystem: 10,
  special: 15,
  release: 20,
} as const;

const SPECIAL =
  /\b(?:msrv|minimum|minimal|oldest|lowest|legacy|old|older|autofix|nightly|beta|canary|next|experimental|unstable|cross|bench|benchmark|benchmarks|fuzz|fuzzing|miri|sanitizers?|asan|valgrind|coverage|compat|downstream|ecosystem|wasm|wasi|emscripten|min)\b/i;
const RELEASE =
  /\b(?:releases?|publish|publishing|deploy|deployment|pages|website|docs?|documentation|docker|nightlies|changelog|backport|stale|labels?|dependabot|codeql|scorecard|perf|performance)\b/i;

/** The rank that the names of a workflow and its job give. */
export function rankOfName(...names: string[]): number {
  const words = names.join(' ').replace(/[_.\-/]/g, ' ');
  if (RELEASE.test(words)) return ranks.release;
  return SPECIAL.test(words) ? ranks.special : ranks.usual;
}
