import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { TemplateAction } from '@backstage/plugin-scaffolder-node';
import { createBackgroundTaskAction } from './createBackgroundTaskAction';
import { runTaskTemplateAction } from './runTaskTemplateAction';
import { FakeBackend } from './__testUtils__';
import type { BackgroundTaskActionOptions } from './types';
import { waitForBackgroundTaskAction } from './waitForBackgroundTaskAction';

const input = {
  project: 'developers',
  entityRef: 'component:default/sample-service',
  instructions: 'Upgrade lodash',
  provider: 'script',
  run: 'npm install lodash@4.17.21',
};

describe('the scaffolder actions', () => {
  let backend: FakeBackend;

  beforeEach(async () => {
    backend = new FakeBackend();
    await backend.start();
  });
  afterEach(() => backend.stop());

  const options = (
    permissions = mockServices.permissions(),
  ): BackgroundTaskActionOptions => ({
    portalUrl: 'http://portal',
    backgroundTasks: backend.service(),
    permissions,
  });
  const create = () => createBackgroundTaskAction(options());

  /** A context whose checkpoints outlive it, as those of a scaffolder task do. */
  function contextOf<T extends { project: string }>(
    given: T,
    more: {
      saved?: Map<string, unknown>;
      each?: { key: string; value: string };
      signal?: AbortSignal;
      isDryRun?: boolean;
    } = {},
  ) {
    const { saved = new Map<string, unknown>(), ...rest } = more;
    const outputs: Record<string, unknown> = {};
    const mock = createMockActionContext({ input: given });
    const log = jest.spyOn(mock.logger, 'info');
    const context = {
      ...mock,
      ...rest,
      step: { id: 'upgrade', name: 'Upgrade' },
      async checkpoint(checkpoint: {
        key: string;
        fn: () => Promise<unknown>;
      }) {
        if (!saved.has(checkpoint.key)) {
          saved.set(checkpoint.key, await checkpoint.fn());
        }
        return saved.get(checkpoint.key);
      },
      output: (name: string, value: unknown) => {
        outputs[name] = value;
      },
    };
    const lines = () => log.mock.calls.map(([line]) => String(line));
    /** Those that are the task's. */
    const logLines = () => lines().filter(line => line.startsWith('line '));
    return { context, outputs, lines, logLines };
  }

  function linesFrom(first: number, last: number): string[] {
    return Array.from(
      { length: last - first + 1 },
      (_, index) => `line ${first + index}`,
    );
  }

  function run(action: { handler: unknown }, context: object): Promise<void> {
    const handler = action.handler as TemplateAction['handler'];
    return handler(context as Parameters<TemplateAction['handler']>[0]);
  }

  it('creates the task, follows it through a lost connection, and gives the pull request', async () => {
    const { context, outputs, logLines } = contextOf(input);
    await run(create(), context);

    expect(backend.creates()).toEqual([
      {
        entityRef: input.entityRef,
        instructions: input.instructions,
        provider: 'script',
        run: input.run,
        trigger: { kind: 'scaffolder', ref: expect.any(String) },
      },
    ]);
    expect(logLines()).toEqual(['line 1', 'line 2']);
    expect(outputs).toEqual({
      name: 'task-1',
      uid: 'uid-task-1',
      status: 'Completed',
      prUrl: 'https://pr/task-1',
      taskUrl: 'http://portal/background-tasks/developers/task-1',
    });
  });

  it('has CI workflows changed only for those whom the policy allows it', async () => {
    const ciWorkflow = { ...input, changesCiWorkflows: true };
    const denied = options(
      mockServices.permissions({ result: AuthorizeResult.DENY }),
    );
    for (const isDryRun of [false, true]) {
      const { context } = contextOf(
        { ...ciWorkflow, onFailure: 'continue' },
        { isDryRun },
      );
      await expect(
        run(createBackgroundTaskAction(denied), context),
      ).rejects.toThrow(/'backgroundTask\.ciWorkflow\.change'/);
    }
    await expect(
      run(
        runTaskTemplateAction(denied),
        contextOf({ ...ciWorkflow, template: 'add-checks' }).context,
      ),
    ).rejects.toThrow('No task was made');
    expect(backend.received).toEqual([]);

    await run(create(), contextOf(ciWorkflow).context);
    // What the backend does not know of it is not told.
    expect(backend.creates()).toEqual([
      expect.not.objectContaining({ changesCiWorkflows: true }),
    ]);
    await run(createBackgroundTaskAction(denied), contextOf(input).context);
    expect(backend.creates()).toHaveLength(2);
  });

  it('makes no second task when the scaffolder was restarted, and copies nothing again of one that has ended', async () => {
    const saved = new Map<string, unknown>();
    await run(create(), contextOf(input, { saved }).context);
    const again = contextOf(input, { saved });
    await run(create(), again.context);
    expect(backend.creates()).toHaveLength(1);
    expect(again.logLines()).toEqual([]);
    expect(again.outputs.prUrl).toBe('https://pr/task-1');

    // Killed between the call and its checkpoint.
    const lost = contextOf(input);
    await run(create(), lost.context);
    expect(backend.creates()).toHaveLength(2);
    expect(backend.made.size).toBe(1);
    expect(lost.outputs.name).toBe('task-1');
  });

  it.each([
    ['background-task:create', create],
    ['background-task:wait', () => waitForBackgroundTaskAction(options())],
  ])(
    '%s loses no line when the scaffolder is killed again and again, and repeats few',
    async (_id, action) => {
      backend.lines = 300;
      const saved = new Map<string, unknown>();
      const copied = [];
      for (const last of ['line 130', 'line 210', 'none']) {
        const given = { ...input, name: 'task-1' };
        const { context, logLines } = contextOf(given, { saved });
        jest.spyOn(context.logger, 'info').mockImplementation(line => {
          if (line === last) throw new Error('killed');
        });
        await run(action(), context).catch(() => undefined);
        copied.push(logLines());
      }
      expect(copied).toEqual([
        linesFrom(1, 130),
        linesFrom(51, 210),
        linesFrom(151, 300),
      ]);
    },
  );

  it('makes a task for each repetition of a step', async () => {
    const saved = new Map<string, unknown>();
    for (const value of ['a', 'b']) {
      const entityRef = `component:default/${value}`;
      const each = { key: value, value };
      const { context } = contextOf({ ...input, entityRef }, { saved, each });
      await run(create(), context);
    }
    expect([...backend.made.values()]).toEqual(['task-1', 'task-2']);
  });

  it('waits until the repository is free', async () => {
    backend.refusals.push('repositoryBusy');
    const { context, outputs, lines } = contextOf(input);
    await run(create(), context);
    expect(lines()).toContain('Waiting: refused: repositoryBusy');
    expect(outputs.status).toBe('Completed');
  });

  it('fails at once where it is not to wait for a taken limit, and on any other refusal', async () => {
    backend.refusals.push('repositoryBusy', 'nameTaken');
    const fail = { ...input, onConflict: 'fail' as const };
    await expect(run(create(), contextOf(fail).context)).rejects.toThrow(
      'refused: repositoryBusy',
    );
    await expect(run(create(), contextOf(input).context)).rejects.toThrow(
      'refused: nameTaken',
    );
    expect(backend.made.size).toBe(0);
  });

  it('cancels the task when the template is cancelled', async () => {
    backend.running = true;
    const abort = new AbortController();
    const { context } = contextOf(input, { signal: abort.signal });
    jest.spyOn(context.logger, 'info').mockImplementation(line => {
      if (line === 'line 1') abort.abort();
    });
    await expect(run(create(), context)).rejects.toThrow(
      'Background task task-1 was cancelled',
    );
    expect(backend.cancels()).toEqual([
      '/projects/developers/background-tasks/task-1/cancel',
    ]);
  });

  it.each([
    ['is followed', true],
    ['is not', false],
  ])(
    'cancels a task that was made when the template was cancelled, where it %s',
    async (_how, wait) => {
      const abort = new AbortController();
      let answers = 0;
      backend.onMade = () => {
        abort.abort();
        answers += 1;
        return answers > 1;
      };
      const given = { ...input, wait };
      const { context } = contextOf(given, { signal: abort.signal });
      await expect(run(create(), context)).rejects.toThrow(
        'Background task task-1 was cancelled',
      );
      expect(backend.made.size).toBe(1);
      expect(backend.cancels()).toEqual([
        '/projects/developers/background-tasks/task-1/cancel',
      ]);
    },
  );

  it('makes no task any more when the template was cancelled while its place was taken', async () => {
    backend.refusals.push('repositoryBusy');
    const abort = new AbortController();
    const { context } = contextOf(input, { signal: abort.signal });
    jest.spyOn(context.logger, 'info').mockImplementation(() => abort.abort());
    await expect(run(create(), context)).rejects.toThrow(
      'Cancelled before there was a background task',
    );
    expect(backend.creates()).toHaveLength(1);
  });

  it('fails with the reason of the task, or goes on where it is to', async () => {
    backend.ended.set('task-1', {
      status: 'Failed',
      prUrl: null,
      error: 'Linting failed',
    });
    const { context } = contextOf(input);
    await expect(run(create(), context)).rejects.toThrow(
      'Background task task-1 ended as Failed: Linting failed',
    );
    const going = contextOf({ ...input, onFailure: 'continue' as const });
    await run(create(), going.context);
    expect(going.outputs.status).toBe('Failed');
    expect(going.outputs).not.toHaveProperty('prUrl');
  });

  it('says what was not begun when the session of the user has ended, even where it is to go on after failures', async () => {
    const remedy =
      "the session that the template was started in has ended. What the template had yet to do was not begun: run it again for the rest. How long a session lasts is set by 'auth.backstageTokenExpiration'.";
    const given = { ...input, onFailure: 'continue' as const };
    const { context } = contextOf(given);
    jest.spyOn(context.logger, 'info').mockImplementation(line => {
      if (line === 'line 1') backend.sessionIsOver = true;
    });
    await expect(run(create(), context)).rejects.toThrow(
      `Background task task-1 goes on, but can no longer be followed here: ${remedy}`,
    );

    const other = { ...given, entityRef: 'component:default/other' };
    await expect(run(create(), contextOf(other).context)).rejects.toThrow(
      `No background task was made for component:default/other: ${remedy}`,
    );
  });

  it('follows the retry of a task that failed', async () => {
    backend.ended.set('task-1', {
      status: 'Failed',
      prUrl: null,
      retriedBy: 'task-1-retry-1',
    });
    const { context, outputs } = contextOf(input);
    await run(create(), context);
    expect(outputs.prUrl).toBe('https://pr/task-1-retry-1');
    expect(outputs.name).toBe('task-1-retry-1');
  });

  it('goes on at once where it is not to wait', async () => {
    const { context, outputs } = contextOf({ ...input, wait: false });
    await run(create(), context);
    expect(backend.received).toHaveLength(1);
    expect(outputs.status).toBe('Pending');
  });

  it('waits for a task that was made before, without cancelling it', async () => {
    const waiting = { ...input, name: 'task-7', cancel: false };
    const { context, outputs } = contextOf(waiting);
    await run(waitForBackgroundTaskAction(options()), context);
    expect(outputs.prUrl).toBe('https://pr/task-7');

    backend.running = true;
    const abort = new AbortController();
    const stopped = contextOf(waiting, { signal: abort.signal });
    jest.spyOn(stopped.context.logger, 'info').mockImplementation(line => {
      if (line === 'line 1') abort.abort();
    });
    await expect(
      run(waitForBackgroundTaskAction(options()), stopped.context),
    ).rejects.toThrow('Stopped waiting for background task task-7');
    expect(backend.cancels()).toEqual([]);
  });

  it('runs a task template with values', async () => {
    const { context } = contextOf({
      ...input,
      template: 'upgrade-dependency',
      parameters: { package: 'lodash' },
    });
    await run(runTaskTemplateAction(options()), context);
    expect(backend.creates()).toEqual([
      expect.objectContaining({
        templateId: 'upgrade-dependency',
        parameters: { package: 'lodash' },
        entityRef: input.entityRef,
      }),
    ]);
  });

  it('refuses to guess the repository', async () => {
    const both = { ...input, repositoryUrl: 'https://github.com/owner/name' };
    await expect(run(create(), contextOf(both).context)).rejects.toThrow(
      "exactly one of 'entityRef' and 'repositoryUrl'",
    );
  });

  it('creates nothing in a dry run, and still gives outputs to the steps after it', async () => {
    const { context, outputs, lines } = contextOf(input, { isDryRun: true });
    await run(create(), context);
    await run(waitForBackgroundTaskAction(options()), {
      ...context,
      input: { ...input, name: 'dry-run' },
    });
    expect(backend.received).toEqual([]);
    expect(lines()[0]).toContain('Would create a background task');
    expect(outputs).toMatchObject({ name: 'dry-run', status: 'Completed' });
  });
});
