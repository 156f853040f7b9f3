/**
 * Those that take the longest, the longest first. Jest would go by the sizes of files where it has not seen them run,
 * and the smallest of ours wait the longest: whole groups would wait for them in the end.
 */
const LONGEST = [
  'systemTests/portal',
  // It compiles kube-score, where nobody has before.
  'kubernetes/examples',
  'kubernetesTests/quickstart',
  'systemTests/demo',
  'systemTests/agents',
  'systemTests/quickstart',
  'kubernetesTests/faultsOfBackend',
  'kubernetes/KubernetesExecutor',
  'systemTests/chaos',
  'systemTests/badAgents/badAgents',
  'systemTests/scaffolder',
  'kubernetesTests/isolation',
  'sessions/sessions',
  'kubernetesTests/faults',
];

function rankOf(path) {
  const rank = LONGEST.findIndex(part => path.includes(`${part}.`));
  return rank < 0 ? LONGEST.length : rank;
}

/** Jest's order of test files: https://jestjs.io/docs/configuration#testsequencer-string */
module.exports = class LongestFirst {
  sort(tests) {
    return [...tests].sort((a, b) => rankOf(a.path) - rankOf(b.path));
  }

  shard(tests) {
    return tests;
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
};
