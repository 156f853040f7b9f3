import { fullAccess } from '../../../permissions';
import { MAX_NAME_LENGTH, type Caller, type CreateTask } from '../../../tasks';
import { namesOf } from '../manifests';
import { parseParameters, type Session } from './resources';
import { APPLIED_BY } from './Sessions';

/** A session that cannot become a task as it is. */
export class RefusedError extends Error {
  constructor(readonly reason: string, message: string) {
    super(message);
  }
}

/** The name of a Job is a label of its Pods. */
const MAX_JOB_NAME = 63;
/** More attempts than any task is given. */
const LAST_ATTEMPT = 99;
const MAX_SESSION_NAME = MAX_JOB_NAME - namesOf('', LAST_ATTEMPT).job.length;

/** What a session asks for. @throws RefusedError where it can be no task */
export function requestOf({ metadata, spec }: Session): CreateTask {
  if (metadata.name.length > MAX_SESSION_NAME) {
    throw new RefusedError(
      'Invalid',
      `The name '${metadata.name}' has ${metadata.name.length} characters, and the Job of the task is named after it: apply the session under a name of at most ${MAX_SESSION_NAME}`,
    );
  }
  if (spec.autoPushOnComplete === false) {
    throw new RefusedError(
      'AutoPushRequired',
      'A background task always pushes what passed its checks: leave autoPushOnComplete out, or set it to true',
    );
  }
  const [repository] = spec.repos;
  if (!repository) {
    throw new RefusedError('Invalid', 'repos must name one repository');
  }
  const parameters = spec.parameters && parseParameters(spec.parameters);
  if (spec.parameters && !parameters) {
    throw new RefusedError(
      'Invalid',
      'The values of parameters must be texts, numbers, or true or false',
    );
  }
  const { input, output } = repository;
  return {
    name: taskNameOf(metadata.name),
    repositoryUrl: input.url.replace(/\.git$/, ''),
    ...(input.branch !== undefined && { branch: input.branch }),
    ...(spec.prompt && { instructions: spec.prompt }),
    ...(spec.templateId && { templateId: spec.templateId }),
    ...(parameters && { parameters }),
    ...(spec.provider && { provider: spec.provider }),
    ...(spec.model && { model: spec.model }),
    ...(spec.run && { run: spec.run }),
    ...(output && {
      output: { ...output, type: output.type ?? 'origin', draft: false },
    }),
    ...(spec.timeout !== undefined && { timeoutSeconds: spec.timeout }),
  };
}

/** Names of resources may be longer than those of tasks, and have dots. */
function taskNameOf(name: string): string {
  return name.replace(/\./g, '-').slice(0, MAX_NAME_LENGTH).replace(/-+$/, '');
}

/** The configuration names the owner for the project: that they belong to it is not asked again. */
export function callerFor(owner: string, members: string[]): Caller {
  return {
    principal: {
      userEntityRef: owner,
      claims: [owner],
      memberOf: new Set([owner, ...members]),
      service: { subject: APPLIED_BY },
    },
    access: fullAccess,
  };
}
