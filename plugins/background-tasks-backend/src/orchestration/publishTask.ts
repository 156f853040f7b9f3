import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { isError, stringifyError } from '@backstage/errors';
import {
  bundleContentSchema,
  type BundleContent,
} from '@background-tasks/plugin-background-tasks-common';
import {
  PublishError,
  type CodeHost,
  type PublishResult,
} from '@background-tasks/plugin-background-tasks-node';
import { deadlineText } from './deadlineText';
import type { DrivenTask, Ending } from './driveTask';
import { resolvePatiently } from './resolvePatiently';

const decompress = promisify(gunzip);

/** A bundle is at most 5 MiB compressed by default; what it may unpack to is bounded too. */
const BUNDLE_MAX_BYTES = 256 * 1024 * 1024;

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
  const content = await unpack(bundle.data);
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

async function unpack(data: Buffer): Promise<BundleContent> {
  const json = await decompress(data, { maxOutputLength: BUNDLE_MAX_BYTES });
  return bundleContentSchema.parse(JSON.parse(json.toString()));
}

async function publish(
  driven: DrivenTask,
  codeHost: CodeHost,
  bundle: BundleContent,
): Promise<PublishResult> {
  const { deps, task, lease } = driven;
  return codeHost.publish(
    {
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
        uncheckedRules: task.validationSpec.unchecked.map(deps.redact),
      },
      bundle,
      checks: task.validation.gate,
      unchecked: task.validation.verdict === 'none',
      output: task.output ?? undefined,
    },
    {
      state: task.publishState,
      signal: lease.signal,
      onStep: async publishState => {
        await driven.commit({ fields: { publishState } });
      },
    },
  );
}
