import type { V1Job } from '@kubernetes/client-node';
import { podOf } from './podOf';
import { namesOf, ownersOf, type RunFacts } from './RunFacts';

/**
 * A Job that ended stays at least this long until it was followed to its end, also where all backends are away: its log
 * is the only record of what the run came to. Then its time is cut to what is set.
 */
const UNREAD_SECONDS = 24 * 60 * 60;

/** The Job of a run: one Pod, never another one. */
export function jobOf(facts: RunFacts): V1Job {
  const { spec, settings, namespace, labels, now } = facts;
  const left = Math.ceil((Date.parse(spec.deadline) - now) / 1000);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: namesOf(facts.session.name, facts.attempt).job,
      namespace,
      labels,
      ownerReferences: ownersOf(facts),
    },
    spec: {
      parallelism: 1,
      completions: 1,
      backoffLimit: 0,
      activeDeadlineSeconds: Math.max(1, left),
      ttlSecondsAfterFinished: Math.max(settings.ttlSeconds, UNREAD_SECONDS),
      // Servers that do not know these two leave them out.
      podReplacementPolicy: 'Failed',
      podFailurePolicy: {
        rules: [
          {
            action: 'FailJob',
            onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }],
          },
          {
            action: 'FailJob',
            onExitCodes: { operator: 'NotIn', values: [0] },
          },
        ],
      },
      template: { metadata: { labels }, spec: podOf(facts) },
    },
  };
}
