import { parse } from 'yaml';
import { z } from 'zod';

/** What a repository demands of the first line of a commit. */
export type CommitRules = {
  /** Undefined where any will do. */
  types?: string[];
  scopes?: string[];
  needsScope: boolean;
  /** In characters. */
  maxLength: number;
  /** `notCapital`: it must not begin with a capital letter. Left out where any will do. */
  subjectCase?: 'lower' | 'sentence' | 'notCapital';
};

// The rules of `@commitlint/config-conventional`.
const CONVENTIONAL_TYPES = [
  'build',
  'chore',
  'ci',
  'docs',
  'feat',
  'fix',
  'perf',
  'refactor',
  'revert',
  'style',
  'test',
];
const CONVENTIONAL_MAX_LENGTH = 100;

const CONVENTIONAL =
  /\bconfig-(conventional|angular)\b|\bconventional-?(commits|changelog)/i;

const configSchema = z.object({
  extends: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .catch(undefined),
  rules: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

const enumSchema = z.tuple([
  z.number().min(1),
  z.literal('always'),
  z.array(z.string()).min(1),
]);
const lengthSchema = z.tuple([
  z.number().min(1),
  z.literal('always'),
  z.number().min(20),
]);
const caseSchema = z.tuple([
  z.number(),
  z.enum(['always', 'never']),
  z.union([z.string(), z.array(z.string())]),
]);
const neverSchema = z.tuple([z.number().min(1), z.literal('never')]);

/** The rules where the repository's history alone shows that it keeps them. */
export const conventionalRules: CommitRules = {
  types: CONVENTIONAL_TYPES,
  needsScope: false,
  maxLength: CONVENTIONAL_MAX_LENGTH,
};

/** As `@commitlint/config-conventional` demands it, which looks at the subject's letters too. */
const strictRules: CommitRules = {
  ...conventionalRules,
  subjectCase: 'notCapital',
};

/** Names of files that may hold commitlint's configuration. */
export function isCommitlintFile(name: string): boolean {
  return /^(\.commitlintrc(\.(json|ya?ml|[cm]?[jt]s))?|commitlint\.config\.[cm]?[jt]s)$/.test(
    name,
  );
}

/**
 * Reads commitlint's configuration. It is only read, never run: of one that is a program no more is seen than whether it
 * extends the conventional one.
 *
 * @returns undefined where it demands no conventional commits, or is not understood
 */
export function readCommitlint(
  name: string,
  text: string,
): CommitRules | undefined {
  if (/\.[cm]?[jt]s$/.test(name)) {
    return CONVENTIONAL.test(text) ? strictRules : undefined;
  }
  return fromData(parseData(text));
}

/** Reads `commitlint` of a package.json; undefined where it has none. */
export function readPackageCommitlint(text: string): CommitRules | undefined {
  const manifest = z
    .object({ commitlint: z.unknown() })
    .safeParse(parseData(text));
  return manifest.success ? fromData(manifest.data.commitlint) : undefined;
}

// JSON is YAML too.
function parseData(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function fromData(data: unknown): CommitRules | undefined {
  const config = configSchema.safeParse(data);
  if (!config.success) return undefined;
  const { rules = {} } = config.data;
  const parents = [config.data.extends ?? []].flat();
  const types = enumSchema.safeParse(rules['type-enum']).data?.[2];
  const isConventional = parents.some(parent => CONVENTIONAL.test(parent));
  if (!isConventional && !types) return undefined;
  return {
    types: types ?? CONVENTIONAL_TYPES,
    scopes: enumSchema.safeParse(rules['scope-enum']).data?.[2],
    needsScope: neverSchema.safeParse(rules['scope-empty']).success,
    maxLength:
      lengthSchema.safeParse(rules['header-max-length']).data?.[2] ??
      CONVENTIONAL_MAX_LENGTH,
    subjectCase: subjectCaseOf(rules['subject-case'], isConventional),
  };
}

function subjectCaseOf(
  rule: unknown,
  isConventional: boolean,
): CommitRules['subjectCase'] {
  if (rule === undefined) {
    return isConventional ? strictRules.subjectCase : undefined;
  }
  const [level, when, value] = caseSchema.safeParse(rule).data ?? [0];
  const cases = [value ?? []].flat();
  if (level < 1) return undefined;
  if (when === 'never') {
    return cases.includes('sentence-case') ? 'notCapital' : undefined;
  }
  if (cases.includes('lower-case')) return 'lower';
  return cases.includes('sentence-case') ? 'sentence' : undefined;
}
