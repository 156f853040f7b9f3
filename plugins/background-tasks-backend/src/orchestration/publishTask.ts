import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { isError, stringifyError } from '@backstage/errors';
import {
  BUNDLE_UNPACKED_MAX_BYTES,
  bundleContentSchema,
  type BundleContent,
} from '@background-tasks/plugin-background-tasks-common';
import {
  PublishError,
  type BaseMoved,
  type CodeHost,
  type PublishRequest,
  type PublishResult,
  type TaskAuthor,
} from '@background-tasks/plugin-background-tasks-node';
import { deadlineText } from './deadlineText';
import type { DrivenTask, Ending } from './driveTask';
import { resolvePatiently } from './resolvePatiently';

const decompress = promisify(gunzip);

/** Publishes the change that passed, or goes on with what an earlier attempt left. */
export async function publishTask(
  driven: DrivenTask,
): Promise<Ending | undefined> {
  const { deps, task } = driven;
  const bundle = await deps.store.bundle(task.uid);
  const codeHost = deps.codeHosts.find(h => h.handles(task.repositoryUrl));
  if (!bundle || !codeHost) {
    return { outcome: 'infrastructure', error: 'The change is gone' };
  }
  const content = await unpack(bundle.data).catch(stringifyError);
  if (typeof content === 'string') {
    return {
      outcome: 'infrastructure',
      error: `The change cannot be read: ${content}`,
    };
  }
  if (task.publishingSince === null) {
    if (task.deadlineAt !== null && task.deadlineAt <= Date.now()) {
      return { outcome: 'deadlineExceeded', error: deadlineText(task) };
    }
    await driven.commit({
      logLines: ['Creating the pull request'],
      fields: { bundleHash: bundle.hash },
      transitions: [{ type: 'publishing' }],
    });
  }
  try {
    driven.logger.info('Publishing the change');
    const result = await deps.telemetry.publish(task, () =>
      publish(driven, codeHost, content),
    );
    await driven.commit({
      logLines: result.warnings,
      fields: {
        prUrl: result.prUrl,
        prNumber: result.prNumber,
        prState: 'open',
        headCommit: result.headCommit,
        commitMessage: result.commitMessage,
      },
    });
    return { outcome: 'pullRequest' };
  } catch (error) {
    if (driven.lease.signal.aborted) return undefined;
    return {
      outcome: error instanceof PublishError ? error.outcome : 'infrastructure',
      error: `Creating the pull request failed: ${
        isError(error) ? error.message : stringifyError(error)
      }`,
    };
  }
}

/**
 * Whether the base branch was changed under the change that waits to be published; undefined where it was not, and where
 * that cannot be told: publishing looks again, and says why.
 */
export async function baseMovedOf(
  driven: DrivenTask,
): Promise<BaseMoved | undefined> {
  const { deps, task, lease } = driven;
  const codeHost = deps.codeHosts.find(h => h.handles(task.repositoryUrl));
  const bundle = await deps.store.bundle(task.uid);
  if (!bundle || !codeHost?.checkBase) return undefined;
  try {
    const content = await unpack(bundle.data);
    return await codeHost.checkBase(
      await requestOf(driven, codeHost, content),
      { signal: lease.signal },
    );
  } catch (error) {
    driven.logger.warn(
      `The base branch could not be looked at: ${stringifyError(error)}`,
    );
    return undefined;
  }
}

async function unpack(data: Buffer): Promise<BundleContent> {
  const json = await decompress(data, {
    maxOutputLength: BUNDLE_UNPACKED_MAX_BYTES,
  });
  return bundleContentSchema.parse(JSON.parse(json.toString()));
}

async function publish(
  driven: DrivenTask,
  codeHost: CodeHost,
  bundle: BundleContent,
): Promise<PublishResult> {
  const { task, lease } = driven;
  return codeHost.publish(await requestOf(driven, codeHost, bundle), {
    state: task.publishState,
    signal: lease.signal,
    onStep: async publishState => {
      await driven.commit({ fields: { publishState } });
    },
  });
}

async function requestOf(
  driven: DrivenTask,
  codeHost: CodeHost,
  bundle: BundleContent,
): Promise<PublishRequest> {
  const { deps, task } = driven;
  return {
    repository: await resolvePatiently(driven, codeHost),
    baseBranch: task.branch ?? 'main',
    task: {
      uid: task.uid,
      name: task.name,
      project: task.project,
      instructions: deps.redact(task.instructions),
      creator: task.creator,
      createdAt: new Date(task.createdAt).toISOString(),
      url: deps.taskUrlOf(task),
      author: await authorOf(driven),
      uncheckedRules: task.validationSpec.unchecked.map(deps.redact),
    },
    bundle,
    checks: task.validation.gate,
    unchecked: task.validation.verdict === 'none',
    output: task.output ?? undefined,
  };
}

/** The creator, as far as the catalog can be asked: a change is not worth less without. */
async function authorOf({
  deps,
  task,
  logger,
}: DrivenTask): Promise<TaskAuthor | undefined> {
  try {
    return await deps.authorOf?.(task.creator);
  } catch (error) {
    logger.warn(`The creator could not be looked up: ${stringifyError(error)}`);
    return undefined;
  }
}
