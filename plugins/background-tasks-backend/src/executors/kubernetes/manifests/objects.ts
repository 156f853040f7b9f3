import type { V1ConfigMap, V1Secret } from '@kubernetes/client-node';
import { phasesOf } from '@background-tasks/plugin-background-tasks-common';
import { namesOf, ownersOf, type RunFacts } from './RunFacts';

/** An object may have 1 MiB, and base64 makes three bytes four. */
const PART_BYTES = 700 * 1024;

/** The run spec, as the phases read it. */
export function specMapOf(facts: RunFacts): V1ConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadataOf(
      facts,
      namesOf(facts.session.name, facts.attempt).spec,
    ),
    immutable: true,
    data: { 'spec.json': JSON.stringify(facts.spec) },
  };
}

/** One Secret for each phase that needs one. */
export function secretsOf(facts: RunFacts): V1Secret[] {
  const { spec, secrets, session, attempt } = facts;
  const names = namesOf(session.name, attempt);
  const phases = phasesOf(spec);
  const contents = [
    ['clone', secrets.clone?.gitToken && secrets.clone],
    ['agent', secrets.agent?.modelToken && secrets.agent],
  ] as const;
  return contents.flatMap(([phase, content]) => {
    if (!content || !phases.includes(phase)) return [];
    return [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: metadataOf(facts, names.secret(phase)),
        immutable: true,
        stringData: { 'secrets.json': JSON.stringify(content) },
      },
    ];
  });
}

/** The change that the gate is to judge, in parts that fit into objects. */
export function bundleMapsOf(facts: RunFacts): V1ConfigMap[] {
  if (!facts.bundle) return [];
  const names = namesOf(facts.session.name, facts.attempt);
  return bundleParts(facts.bundle).map((part, index) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadataOf(facts, names.bundle(index)),
    immutable: true,
    binaryData: { [partName(index)]: part.toString('base64') },
  }));
}

/** The parts of a change, in their order. */
export function bundleParts(bundle: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < bundle.length; at += PART_BYTES) {
    parts.push(bundle.subarray(at, at + PART_BYTES));
  }
  return parts;
}

/** Sorted by name they are in order. */
function partName(index: number): string {
  return `part-${String(index).padStart(4, '0')}`;
}

function metadataOf(facts: RunFacts, name: string) {
  return {
    name,
    namespace: facts.namespace,
    labels: facts.labels,
    ownerReferences: ownersOf(facts),
  };
}
