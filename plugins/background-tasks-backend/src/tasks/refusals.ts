import { ConflictError } from '@backstage/errors';
import type { Refusal } from '../store';
import { withCode } from './errors';
import type { NewTask, Task } from './Task';

/**
 * The error that tells why a task was not admitted.
 *
 * @param maySee - whether the caller may know of the task that holds the repository
 */
export async function refusalError(
  refusal: Refusal,
  task: NewTask,
  maySee: (holder: Task) => Promise<boolean>,
): Promise<ConflictError> {
  switch (refusal.code) {
    case 'nameTaken':
      return withCode(
        new ConflictError(
          `Invalid 'name': '${task.name}' is taken by another task of project '${task.project}': choose another name, or leave it out`,
        ),
        'nameTaken',
        'name',
      );
    case 'idempotencyKeyReused':
      return keyReused();
    case 'concurrentTaskLimit':
      return withCode(
        new ConflictError(
          `Concurrent task limit reached: You already have ${running(
            refusal.limit,
          )}. Wait for it to complete or cancel it.`,
        ),
        'concurrentTaskLimit',
      );
    case 'repositoryBusy': {
      const { holder } = refusal;
      const who =
        holder && (await maySee(holder))
          ? `task '${holder.name}' of project '${holder.project}' is working on it`
          : 'another task is working on it';
      return withCode(
        new ConflictError(
          `Repository ${task.repositoryUrl} is busy: ${who}. Wait for it to complete.`,
        ),
        'repositoryBusy',
      );
    }
    case 'projectLimit':
      return withCode(
        new ConflictError(
          `Project limit reached: project '${
            task.project
          }' already has ${running(
            refusal.limit,
          )}. Wait for one to complete or cancel it.`,
        ),
        'projectLimit',
      );
    default:
      return refusal satisfies never;
  }
}

/** The error for a key that stands for another request. */
export function keyReused(): ConflictError {
  return withCode(
    new ConflictError(
      `Invalid 'Idempotency-Key': it was sent with another request less than 24 hours ago: send a new key with a new request`,
    ),
    'idempotencyKeyReused',
    'Idempotency-Key',
  );
}

function running(count: number): string {
  return count === 1
    ? '1 running background task'
    : `${count} running background tasks`;
}
