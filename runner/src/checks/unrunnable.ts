import type { CheckResult } from '@background-tasks/plugin-background-tasks-common';
import type { CommandResult } from '../process';

/** Why a command could not do its work here, which is nobody's change's fault. */
export type Hindrance = {
  because: NonNullable<CheckResult['notRunBecause']>;
  words: string;
};

type Sign = { pattern: RegExp; words: (match: RegExpExecArray) => string };

const NOT_FOUND = 127;
/** What a command failed of is said at its end; what lies before may be of anything. */
const LAST_LINES = 60;

/** What shells and the tools of the usual ecosystems say where a program, a component or a version is missing. */
const PROGRAM_SIGNS: readonly Sign[] = [
  {
    // `sh: 1: x: not found`, `./check.sh: line 3: x: command not found`
    pattern: /^\S+: (?:(?:line )?\d+: )?([^\s:]+): (?:command )?not found$/,
    words: ([, program]) => missingProgram(program),
  },
  {
    pattern: /^(?:\/usr\/bin\/)?env: [‘'"]?([^\s:’'"]+)[’'"]?: No such file/,
    words: ([, program]) => missingProgram(program),
  },
  {
    pattern: /^make(?:\[\d+\])?: ([^\s:/]+): No such file or directory$/,
    words: ([, program]) => missingProgram(program),
  },
  {
    pattern: /\bNo module named '?(pytest|tox|nox|ruff|black|mypy|pip|uv)'?$/,
    words: ([, program]) => missingProgram(program),
  },
  {
    pattern: /^error: no such (?:sub)?command: `([^`]+)`/,
    words: ([, command]) => missingProgram(`cargo ${command}`),
  },
  {
    pattern: /^error: toolchain '([^']+)' is not installed/,
    words: ([, version]) => missingProgram(`the Rust toolchain ${version}`),
  },
  {
    pattern: /^error: '([^']+)' is not installed for the toolchain/,
    words: ([, component]) => missingProgram(component),
  },
  {
    pattern: /^error: rustup could not choose a version of (\S+) to run/,
    words: ([, program]) =>
      `${program} is there, but no toolchain of rustup where the task runs.`,
  },
  {
    pattern:
      /^(?:py|rb|nod|go|j)env: version [`'"]?([^\s`'"]+)['"]? is not installed/,
    words: ([, version]) => missingProgram(`version ${version}`),
  },
  {
    pattern: /^(?:py|rb|nod|go|j)env: ([^\s:]+): command not found$/,
    words: ([, program]) => missingProgram(program),
  },
  {
    // asdf, mise
    pattern: /\bNo version is set for (?:command|shim):? (\S+)/i,
    words: ([, program]) => missingProgram(program),
  },
  {
    pattern: /requires go >= (\S+) \(running go (\S+?)[;)]/,
    words: ([, wanted, found]) =>
      `Go ${wanted} is needed, and ${found} is installed where the task runs.`,
  },
  {
    pattern: /\bJAVA_HOME\b.*\bnot (?:set|defined)|Unable to locate a Java/,
    words: () => missingProgram('Java'),
  },
  {
    pattern: /^InterpreterNotFound: (\S+)|could not find python interpreter/i,
    words: ([, version]) => missingProgram(version ?? 'this version of Python'),
  },
  {
    pattern:
      /Executable doesn't exist at|Could not find Chrome|Failed to launch the browser process/,
    words: () => missingProgram('the browser of the tests'),
  },
];

const SERVICE_PORTS =
  '(?:1433|1521|2181|2379|3306|4222|4566|5432|5672|6379|7687|8086|8500|9000|9042|9092|9200|11211|15672|26257|27017|50051)';
const HERE = '(?:localhost|127\\.0\\.0\\.1|\\[?::1\\]?|0\\.0\\.0\\.0)';

/** What clients say where a database, a broker or Docker is not there. */
const SERVICE_SIGNS: readonly Sign[] = [
  {
    pattern:
      /Cannot connect to the Docker daemon|Could not find a valid Docker environment|Could not find a working container runtime|error during connect: .*docker/i,
    words: () => 'Docker does not run where the task runs.',
  },
  {
    pattern: new RegExp(`ECONNREFUSED ${HERE}:(${SERVICE_PORTS})\\b`),
    words: ([, port]) => missingService(port),
  },
  {
    pattern: new RegExp(
      `${HERE}[^\\n]{0,40}?\\b(${SERVICE_PORTS})\\b[^\\n]{0,80}?[Cc]onnection refused`,
    ),
    words: ([, port]) => missingService(port),
  },
  {
    pattern: new RegExp(
      `[Cc]onnection refused[^\\n]{0,80}?${HERE}[^\\n]{0,40}?\\b(${SERVICE_PORTS})\\b`,
    ),
    words: ([, port]) => missingService(port),
  },
  {
    pattern: new RegExp(
      `Can't connect to (?:local )?(?:MySQL|MariaDB) server|Is the server running (?:locally|on (?:that )?host)|Error (?:111|61) connecting to ${HERE}:(\\d+)`,
    ),
    words: ([, port]) =>
      port
        ? missingService(port)
        : 'The database that it needs is not there where the task runs.',
  },
  {
    pattern:
      /(?:ENOTFOUND|could not translate host name|Name or service not known)\W+"?(postgres(?:ql)?|mysql|mariadb|redis|mongo(?:db)?|rabbitmq|kafka|elasticsearch|db|database)\b/,
    words: ([, name]) =>
      `The service ${name} is not there where the task runs.`,
  },
];

/** What is said of a program that is not there. */
export function missingProgram(program: string): string {
  return `${program} is not installed where the task runs.`;
}

function missingService(port: string): string {
  return `A service that it needs (port ${port}) does not run where the task runs.`;
}

/** Whether a command that failed says that something it needs is not there: a program, a version or a service. */
export function findHindrance({
  exitCode,
  lastLines,
}: CommandResult): Hindrance | undefined {
  if (exitCode === 0) return undefined;
  const lines = lastLines.slice(-LAST_LINES);
  const program = firstSign(PROGRAM_SIGNS, lines);
  if (program) return { because: 'program', words: program };
  if (exitCode === NOT_FOUND) {
    const words = 'A program that it needs is not installed here.';
    return { because: 'program', words };
  }
  const service = firstSign(SERVICE_SIGNS, lines);
  return service ? { because: 'service', words: service } : undefined;
}

function firstSign(
  signs: readonly Sign[],
  lines: readonly string[],
): string | undefined {
  for (const line of lines) {
    for (const { pattern, words } of signs) {
      const match = pattern.exec(line);
      if (match) return words(match);
    }
  }
  return undefined;
}
