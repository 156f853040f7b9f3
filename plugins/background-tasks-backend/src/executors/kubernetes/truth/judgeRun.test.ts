import { judgeRun, type RunState } from './judgeRun';
import { jobViewSchema, podViewSchema } from './views';

const patience = { pendingMs: 60_000, imageGraceMs: 10_000 };

const metadata = {
  uid: 'u',
  name: 'task-1-job',
  namespace: 'ns',
  creationTimestamp: '2026-01-01T00:00:00Z',
};

function podWith(status: object, more: object = {}) {
  return podViewSchema.parse({
    metadata: { ...metadata, ...more },
    spec: {
      nodeName: 'node-1',
      initContainers: [
        {
          name: 'agent',
          image: 'example/own:1',
          resources: { limits: { memory: '4Gi' } },
        },
      ],
      containers: [{ name: 'validate', image: 'example/own:1' }],
    },
    status: { phase: 'Pending', ...status },
  });
}

function jobWith(...conditions: object[]) {
  return jobViewSchema.parse({ metadata, status: { conditions } });
}

function judge(state: Partial<RunState>) {
  return judgeRun(
    {
      job: jobWith(),
      warnings: [],
      waitingMs: 100_000,
      refusedMs: 100_000,
      ...state,
    },
    'agent',
    patience,
  );
}

function agent(state: object) {
  return { initContainerStatuses: [{ name: 'agent', state }] };
}

describe('what became of a run', () => {
  it.each([
    [
      'an image that cannot be pulled',
      podWith(
        agent({
          waiting: { reason: 'ImagePullBackOff', message: 'not found' },
        }),
      ),
      /The image 'example\/own:1' of the container 'agent' cannot be pulled \(ImagePullBackOff\): not found/,
    ],
    [
      'an image without glibc',
      podWith(
        agent({
          terminated: {
            exitCode: 128,
            reason: 'StartError',
            message:
              'exec /opt/background-tasks/node: no such file or directory',
          },
        }),
      ),
      /needs glibc/,
    ],
    [
      'no node with room',
      podWith({
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message: '0/3 nodes are available: 3 Insufficient memory.',
          },
        ],
      }),
      /No node had room.*3 Insufficient memory/,
    ],
    [
      'a phase that crashed',
      podWith(agent({ terminated: { exitCode: 1, reason: 'Error' } })),
      /The phase 'Generating changes' crashed with exit code 1/,
    ],
  ])('fails for %s', (_, pod, message) => {
    expect(judge({ pod })).toEqual({
      type: 'over',
      reason: 'failed',
      message: expect.stringMatching(message),
    });
  });

  it('waits while nothing has been refused for long enough, and soon says for what', () => {
    const pod = podWith(agent({ waiting: { reason: 'ErrImagePull' } }));
    expect(judge({ pod, refusedMs: 1_000, waitingMs: 1_000 })).toEqual({
      type: 'going',
    });
    expect(judge({ pod, refusedMs: 5_000, waitingMs: 5_000 })).toEqual({
      type: 'going',
      waitsFor: expect.stringMatching(
        /'example\/own:1'.*cannot be pulled.*Check its name/,
      ),
    });
    const pulling = podWith(agent({ waiting: { reason: 'PodInitializing' } }));
    expect(judge({ pod: pulling, refusedMs: 0, waitingMs: 5_000 })).toEqual({
      type: 'going',
    });
  });

  it('says soon that no node has room, and by when it failed for that', () => {
    const pod = podWith({
      conditions: [
        { type: 'PodScheduled', status: 'False', message: '0/3 nodes fit.' },
      ],
    });
    const words = 'The scheduler says: 0/3 nodes fit. Ask for less';
    expect(judge({ pod, refusedMs: 0, waitingMs: 5_000 })).toEqual({
      type: 'going',
      waitsFor: expect.stringContaining(`has room for the task yet. ${words}`),
    });
    expect(judge({ pod, refusedMs: 0, waitingMs: 60_000 })).toMatchObject({
      reason: 'failed',
      message: expect.stringContaining(`within 1 minutes. ${words}`),
    });
  });

  it('says that a quota is used up where no Pod could be created', () => {
    const warnings = [
      {
        type: 'Warning',
        reason: 'FailedCreate',
        message: 'pods "x" is forbidden: exceeded quota: tasks, used: pods=10',
      },
    ];
    // It is first known of some time after the wait began.
    expect(judge({ warnings, refusedMs: 55_000 })).toMatchObject({
      reason: 'failed',
      message: expect.stringMatching(
        /exceeded quota.*Wait for other tasks of the project/,
      ),
    });
    expect(judge({ warnings, refusedMs: 30_000, waitingMs: 30_000 })).toEqual({
      type: 'going',
      waitsFor: expect.stringMatching(
        /exceeded quota.*Wait for other tasks of the project/,
      ),
    });
  });

  it('names the container that ran out of memory, and its limit', () => {
    const pod = podWith(
      agent({ terminated: { exitCode: 137, reason: 'OOMKilled' } }),
    );
    expect(judge({ pod })).toMatchObject({
      reason: 'completed',
      concluded: {
        outcome: 'agentFailed',
        error: expect.stringMatching(/limit of 4Gi.*container 'agent'/),
      },
    });
  });

  it('tells a task that wrote too much from a node that ran full', () => {
    const evicted = (message: string) =>
      judge({ pod: podWith({ phase: 'Failed', reason: 'Evicted', message }) });
    expect(
      evicted(
        'Usage of EmptyDir volume "workspace" exceeds the limit "10Gi". ',
      ),
    ).toMatchObject({
      concluded: {
        outcome: 'agentFailed',
        error: expect.stringContaining('exceeds the limit "10Gi"'),
      },
    });
    expect(
      evicted('The node was low on resource: memory. Threshold 100Mi.'),
    ).toMatchObject({
      reason: 'lost',
      message: expect.stringContaining('low on resource: memory'),
    });
  });

  it('takes the deadline from the Job, also before its Pod has ended', () => {
    for (const type of ['Failed', 'FailureTarget']) {
      const job = jobWith({ type, status: 'True', reason: 'DeadlineExceeded' });
      const pod = podWith(
        { phase: 'Failed', ...agent({ terminated: { exitCode: 143 } }) },
        { deletionTimestamp: '2026-01-01T01:00:00Z' },
      );
      expect(judge({ job, pod })).toMatchObject({ reason: 'deadlineExceeded' });
    }
  });

  it('waits for the word of the Job of a Pod that was deleted', () => {
    const pod = podWith({ phase: 'Failed' });
    const gone = { pod, podGone: true };
    expect(judge({ ...gone, waitingMs: 1_000 })).toEqual({ type: 'going' });
    expect(judge(gone)).toMatchObject({ reason: 'lost' });
    expect(judge({ ...gone, job: undefined, waitingMs: 1_000 })).toMatchObject({
      reason: 'lost',
      message: expect.stringContaining('Its Pod was deleted'),
    });
  });

  it('is lost with its node', () => {
    const pod = podWith({
      phase: 'Running',
      conditions: [
        {
          type: 'DisruptionTarget',
          status: 'True',
          reason: 'DeletionByTaintManager',
          message: 'Taint manager: deleting due to NoExecute taint',
        },
      ],
    });
    expect(judge({ pod })).toMatchObject({
      reason: 'lost',
      message: expect.stringContaining('node-1'),
    });
  });

  it('is lost with its Job', () => {
    expect(judge({ job: undefined })).toMatchObject({
      reason: 'lost',
      message: 'Its Job was deleted from the cluster',
    });
  });
});
