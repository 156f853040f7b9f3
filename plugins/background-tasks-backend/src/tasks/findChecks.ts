import type { RepositoryCheck } from '@background-tasks/plugin-background-tasks-common';
import type { RepositoryOutline } from '@background-tasks/plugin-background-tasks-node';
import { z } from 'zod';

type FoundCheck = NonNullable<RepositoryCheck['checks']>[number];

const MAX_CHECKS = 12;

const scriptKinds: readonly (readonly [RegExp, FoundCheck['kind']])[] = [
  [/^(format|prettier)(:check)?$|^check:format$/, 'format'],
  [/^lint(:(check|ci))?$/, 'lint'],
  [/^(typecheck|type-check|tsc|check-types)$/, 'typecheck'],
  [/^test(:(unit|ci))?$/, 'test'],
  [/^build(:ci)?$/, 'build'],
];

/** Files at the root of a repository that speak of checks by being there. */
const tellingFiles: readonly (readonly [RegExp, FoundCheck['kind'], string])[] =
  [
    [/^go\.mod$/, 'test', 'go test'],
    [/^Cargo\.toml$/, 'test', 'cargo test'],
    [/^pom\.xml$/, 'test', 'Maven'],
    [/^build\.gradle(\.kts)?$/, 'test', 'Gradle'],
    [/^(pytest\.ini|tox\.ini|pyproject\.toml)$/, 'test', 'Python'],
    [/^(\.?ruff\.toml|\.flake8)$/, 'lint', 'Python'],
    [/^Makefile$/, null, 'make'],
    [/^\.pre-commit-config\.yaml$/, 'lint', 'pre-commit'],
  ];

const manifestSchema = z.object({ scripts: z.record(z.string(), z.string()) });

/** The checks that a repository's files speak of at first sight. */
export function findChecks(outline: RepositoryOutline): FoundCheck[] {
  return [
    ...scriptsOf(outline.packageJson),
    ...outline.files.flatMap(checkOfFile),
    ...outline.workflows.map(file => ({
      kind: null,
      name: file.replace(/\.ya?ml$/, ''),
      source: `.github/workflows/${file}`,
    })),
  ].slice(0, MAX_CHECKS);
}

function scriptsOf(packageJson: string | undefined): FoundCheck[] {
  const manifest = manifestSchema.safeParse(parseJson(packageJson));
  if (!manifest.success) return [];
  return Object.keys(manifest.data.scripts).flatMap(name => {
    const found = scriptKinds.find(([pattern]) => pattern.test(name));
    return found
      ? [{ kind: found[1], name: `npm run ${name}`, source: 'package.json' }]
      : [];
  });
}

function checkOfFile(file: string): FoundCheck[] {
  const found = tellingFiles.find(([pattern]) => pattern.test(file));
  return found ? [{ kind: found[1], name: found[2], source: file }] : [];
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
