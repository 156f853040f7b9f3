import type { RepositoryTruth } from './truth';

/** A command that discovery proposes. */
export type Proposed = { kind: string; command: string; directory?: string };

/** How what was proposed compares with the truth, each as `kind: command`. */
export type Comparison = {
  repo: string;
  found: string[];
  missed: string[];
  wrong: string[];
};

/** What stands before a program without changing what it does. */
const PREFIX =
  /^(?:npx (?:--no-install |--yes |-y )?|pnpm (?:exec|dlx) |yarn (?:run |exec )?|bunx (?:--no-install )?|corepack |python3? -m (?=pytest|mypy|ruff|black|flake8))/;

/** What CI sets for the command. */
const ASSIGNMENTS = /^(?:[A-Za-z_]\w*=(?:'[^']*'|[^\s']*) )+/;

/** Compares what was proposed for a repository with what is to be found there. */
export function compare(
  truth: RepositoryTruth,
  proposed: readonly Proposed[],
): Comparison {
  const wanted = Object.entries(truth.commands).flatMap(([kind, commands]) =>
    commands.map(command => ({ kind, command })),
  );
  const found = new Set<string>();
  const wrong: string[] = [];
  for (const one of proposed) {
    const forms = formsOf(one);
    const text = `${one.kind}: ${forms[0]}`;
    if (matchesAny(forms, truth.avoid)) {
      wrong.push(text);
      continue;
    }
    const satisfied = wanted.filter(({ kind, command }) => {
      const equals = truth.accept[kind]?.[command] ?? [];
      return matchesAny(forms, [command, ...equals]);
    });
    const covered = wanted.filter(({ kind, command }) =>
      Object.entries(truth.covers).some(
        ([umbrella, kinds]) =>
          matchesAny(forms, [umbrella]) &&
          (kinds.includes(kind) || kinds.includes(`${kind}: ${command}`)),
      ),
    );
    for (const { kind, command } of [...satisfied, ...covered]) {
      found.add(`${kind}: ${command}`);
    }
    const known =
      satisfied.length > 0 ||
      matchesAny(forms, Object.keys(truth.covers)) ||
      matchesAny(forms, Object.values(truth.optional).flat());
    if (!known) wrong.push(text);
  }
  const all = wanted.map(({ kind, command }) => `${kind}: ${command}`);
  return {
    repo: truth.repo,
    found: all.filter(text => found.has(text)),
    missed: all.filter(text => !found.has(text)),
    wrong,
  };
}

/** The ways to write a command: with and without what is set for it, and what stands before its program. */
export function formsOf({ command, directory }: Proposed): string[] {
  const plain = command.trim().replace(/\s+/g, ' ');
  const unset = plain.replace(ASSIGNMENTS, '');
  const bare = unset.replace(PREFIX, '');
  const forms = [...new Set([plain, unset, bare])].filter(Boolean);
  return directory ? forms.map(form => `cd ${directory} && ${form}`) : forms;
}

/** Whether one of the forms of a command is one of these, each a command or `re:` and a regular expression. */
export function matchesAny(
  forms: readonly string[],
  patterns: readonly string[],
): boolean {
  return patterns.some(pattern =>
    pattern.startsWith('re:')
      ? forms.some(form => new RegExp(pattern.slice(3)).test(form))
      : forms.includes(pattern.replace(/\s+/g, ' ')),
  );
}
