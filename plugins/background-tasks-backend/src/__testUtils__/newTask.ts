import { randomUUID } from 'node:crypto';
import type { NewTask } from '../tasks';

/** A task to admit, on a repository and of a creator that no other one has. */
export function newTask(fields: Partial<NewTask> = {}): NewTask {
  const uid = randomUUID();
  return {
    uid,
    project: 'developers',
    name: `task-${uid.slice(0, 8)}`,
    instructions: 'Upgrade lodash',
    creator: `user:default/${uid.slice(0, 8)}`,
    entityRef: null,
    repositoryUrl: 'https://github.example/owner/name',
    repositoryKey: `github.example/${uid}`,
    branch: null,
    provider: 'script',
    script: 'hang',
    model: null,
    template: null,
    templateUid: null,
    parameters: null,
    budget: null,
    output: null,
    validationSpec: {
      commands: [],
      fileExists: [],
      unchecked: [],
      repairRounds: 0,
    },
    trigger: { kind: 'api' },
    onBehalfOf: null,
    timeoutSeconds: 3600,
    retryCount: 0,
    retryOf: null,
    ...fields,
  };
}

/** No limit at all. */
export const NO_LIMITS = { perUser: 0, perRepository: 0, perProject: 0 };
