/** The words that several pages use. */
export const commonMessages = {
  tryAgain: 'Try again',
  showAll: 'Show all',
  showLess: 'Show less',
  showAllOf: 'Show all of {{name}}',
  showLessOf: 'Show less of {{name}}',
  noPullRequest: 'No pull request',
  openPullRequest: 'Open',
  loading: 'Loading',
  unknownError: 'Unknown error',
  nothing: '–',
  status: {
    Pending: 'Pending',
    Creating: 'Creating',
    Running: 'Running',
    Completed: 'Completed',
    Failed: 'Failed',
    Stopped: 'Stopped',
    Timeout: 'Timed out',
  },
  /** What a task does in each of its phases. */
  phases: {
    initialize: 'Initializing workspace',
    clone: 'Cloning repository',
    baseline: 'Running baseline checks',
    agent: 'Generating changes',
    collect: 'Collecting changes',
    validate: 'Running linters',
    tests: 'Running tests',
    publish: 'Creating pull request',
    done: 'Pull request created',
  },
  checkKinds: {
    format: 'Formatting',
    lint: 'Linting',
    typecheck: 'Type check',
    test: 'Tests',
    build: 'Build',
  },
  /** Of a list that is searched while one types. */
  choices: {
    open: 'Open',
    close: 'Close',
    clear: 'Clear',
    loading: 'Loading…',
    none: 'No options',
  },
  connection: {
    connecting: 'Connecting…',
    live: 'Live',
    reconnecting: 'Reconnecting…',
    failed: 'The events could not be loaded',
  },
  usage: {
    tokens: '{{input, number}} tokens in, {{output, number}} out',
    unknownPrice: 'unknown price',
  },
} as const;
