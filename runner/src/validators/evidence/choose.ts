import type { Convention } from '../Ecosystem';
import { ranks } from '../ci';
import type { Leaf, Tracer } from '../trace';
import {
  candidateOfConvention,
  groupsOf,
  type Candidate,
  type Refused,
} from './candidates';

/**
 * Of what CI runs: each check once. One that another command runs too is left out, and so is what only a special job
 * runs where a usual one checks the same kind.
 */
export function chooseOfCi(candidates: readonly Candidate[]): Candidate[] {
  const sorted = [...candidates].sort((a, b) => a.rank - b.rank);
  let chosen: Candidate[] = [];
  for (const candidate of sorted) {
    if (chosen.some(one => covers(one, candidate))) continue;
    const special = candidate.rank >= ranks.otherSystem;
    if (special && addsNothing(candidate, chosen)) continue;
    chosen = chosen.filter(
      one => one.rank < candidate.rank || !covers(candidate, one),
    );
    chosen.push(candidate);
  }
  // In CI's own order: a build may have to come before the tests.
  return chosen.sort((a, b) => candidates.indexOf(a) - candidates.indexOf(b));
}

/** Adds the conventions that say more than CI does. */
export async function addConventions(
  tracer: Tracer,
  chosen: Candidate[],
  conventions: readonly Convention[],
  refused: Refused[],
): Promise<void> {
  const ofCi = chosen.flatMap(({ trace }) => trace.leaves);
  const ciEcosystems = new Set(ofCi.map(({ ecosystem }) => ecosystem));
  const groups = new Set(groupsOf(ofCi));
  const programs = new Set(ofCi.map(programOf));
  const kinds = new Set(chosen.map(({ kind }) => kind));
  // One test command is as good as another; a second linter sees what the first one does not.
  const isKnown = (leaf: Leaf) =>
    leaf.kind === 'test' || leaf.kind === 'build'
      ? groupsOf([leaf]).every(group => groups.has(group))
      : programs.has(programOf(leaf));
  const done = new Set<string>();
  for (const convention of conventions) {
    if (convention.group && done.has(convention.group)) continue;
    const found = await candidateOfConvention(tracer, convention);
    refused.push(...found.refused);
    for (const candidate of found.candidates) {
      if (convention.group) done.add(convention.group);
      const { leaves } = candidate.trace;
      if (chosen.some(one => covers(one, candidate))) continue;
      if (leaves.length > 0 && leaves.every(leaf => isKnown(leaf))) continue;
      const opaque = leaves.every(leaf => leaf.opaque);
      // What it runs cannot be seen: it adds nothing where CI has a check of its kind.
      if (opaque && kinds.has(candidate.kind)) continue;
      const inCi =
        leaves.some(({ ecosystem }) => ciEcosystems.has(ecosystem)) ||
        (opaque && ofCi.length > 0);
      if (inCi && candidate.kind === 'build') continue;
      if (inCi && convention.basis === 'default' && candidate.kind !== 'test')
        continue;
      chosen.push(candidate);
    }
  }
}

function programOf({ ecosystem, kind, program }: Leaf): string {
  return [ecosystem, kind, program].join('\0');
}

/** Whether there is a check of its kinds for its ecosystems already, or its tool cannot be seen. */
function addsNothing(
  { trace }: Candidate,
  chosen: readonly Candidate[],
): boolean {
  const leaves = chosen.flatMap(one => one.trace.leaves);
  const groups = new Set(groupsOf(leaves));
  return trace.leaves.every(
    leaf => leaf.opaque || groups.has(groupsOf([leaf])[0]),
  );
}

/** Whether all that `other` checks is checked by `one`. */
function covers(one: Candidate, other: Candidate): boolean {
  if (one.command === other.command && one.directory === other.directory) {
    return true;
  }
  const keys = new Set(one.trace.leaves.map(({ key }) => key));
  const { leaves } = other.trace;
  return leaves.length > 0 && leaves.every(({ key }) => keys.has(key));
}
