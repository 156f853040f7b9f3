/** Variables of a whole job that decide what its checks complain about. */
const DECIDING = new Set([
  'RUSTFLAGS',
  'RUSTDOCFLAGS',
  'GOFLAGS',
  'GOEXPERIMENT',
  'CGO_ENABLED',
  'PYTHONWARNINGS',
  'PYTHONPATH',
  'PYTEST_ADDOPTS',
  'SKIP',
  'DJANGO_SETTINGS_MODULE',
  'ESLINT_USE_FLAT_CONFIG',
  'CFLAGS',
  'CXXFLAGS',
  'BUNDLE_GEMFILE',
  'RUBYOPT',
  'RAILS_ENV',
  'TZ',
  'LANG',
  'LC_ALL',
]);
/**
 * What belongs to the machine, to the CI system or to its services, what chooses the version of a language that CI has
 * many of, what only colours; and what may be a secret.
 */
const FOREIGN =
  /^(?:PATH|HOME|SHELL|USER|TMP|TEMP|TMPDIR|LD_\w+|GITHUB_\w+|RUNNER_\w+|ACTIONS_\w+|GH_\w+|CI_\w+|CODECOV\w*|COVERALLS\w*|INPUT_\w+|DOCKER\w*|XDG_\w+)$|TOKEN|SECRET|PASSW|CREDENTIAL|API_?KEY|PRIVATE|_KEY$|_URL$|_HOST$|_PORT$|^BASH_ENV$|^ENV$|COLOR|VERSION|TOOLCHAIN|PYTHON$|^TOX_?ENV$|_HOME$/i;
/** Elsewhere, or on a machine of the CI system's. */
const ELSEWHERE =
  /:\/\/|localhost|127\.0\.0\.1|\/home\/|\/github\/|\/opt\/|[\n$`]/;
const MAX_CHARS = 200;

/**
 * The variables that a step's commands are run with here too: what the step sets for itself alone, and what of its
 * job decides how strict a check is.
 */
export function tellingVariables(
  ofJob: ReadonlyMap<string, string>,
  ofStep: ReadonlyMap<string, string>,
): Map<string, string> {
  const telling = new Map<string, string>();
  for (const [name, value] of [...ofJob, ...ofStep]) {
    const asked = ofStep.has(name) || DECIDING.has(name);
    const foreign = FOREIGN.test(name) || ELSEWHERE.test(value);
    if (!asked || foreign || value.length > MAX_CHARS) telling.delete(name);
    else telling.set(name, value);
  }
  return telling;
}
