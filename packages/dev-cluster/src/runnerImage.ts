/** The runner's image in the test cluster, as `npm run cluster:image` and the tests' own start build it. */
export const RUNNER_IMAGE = 'localhost/background-tasks-runner:test';
