import type { LoggerService } from '@backstage/backend-plugin-api';
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { stringifyError } from '@backstage/errors';
import { isFinalStatus } from '@background-tasks/plugin-background-tasks-common';
import type { ActiveTaskCount, TaskChange } from '../store';
import type { Task } from '../tasks';
import { ActiveCounts } from './ActiveCounts';
import type { TaskMetrics } from './TaskTelemetry';

/** In seconds. The hour is one of them: how many tasks ended within it is the bucket's count by the whole. */
const TASK_BUCKETS = [
  5, 10, 30, 60, 120, 300, 600, 1200, 1800, 2700, 3600, 5400,
];
const QUEUE_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
const PHASE_BUCKETS = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];
const LAG_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30];

/** The instruments of this plugin, by Backstage's metrics service. docs/admin/operations.md lists them. */
export function createTaskMetrics(options: {
  metrics: MetricsService;
  /** How many tasks of each project are in each active status. */
  countActive: () => Promise<ActiveTaskCount[]>;
  logger: LoggerService;
}): TaskMetrics {
  const instruments = createInstruments(options.metrics);
  observeActive(options);

  function ended(task: Task): void {
    const attributes = {
      ...projectOf(task),
      'background_task.status': task.status,
      'background_task.outcome': task.outcome ?? undefined,
      'background_task.provider': task.provider,
    };
    instruments.ended.add(1, attributes);
    const endedAt = task.completedAt ?? task.createdAt;
    instruments.duration.record(seconds(task.createdAt, endedAt), attributes);
    if (task.publishingSince !== null) {
      instruments.phase.record(seconds(task.publishingSince, endedAt), {
        ...projectOf(task),
        'background_task.phase': 'publish',
        'background_task.phase.outcome':
          task.outcome === 'pullRequest' ? 'ok' : task.outcome ?? undefined,
      });
    }
    if (task.retryOf !== null && task.status === 'Completed') {
      instruments.retriesSucceeded.add(1, projectOf(task));
    }
  }

  function used({ before, after }: TaskChange): void {
    const attributes = {
      ...projectOf(after),
      'background_task.provider': after.provider,
      'background_task.model': after.model ?? undefined,
    };
    for (const direction of ['input', 'output'] as const) {
      const key = `${direction}Tokens` as const;
      const tokens = after.usage[key] - before.usage[key];
      if (tokens <= 0) continue;
      instruments.tokens.add(tokens, {
        ...attributes,
        'background_task.token.type': direction,
      });
    }
    const cost = (after.usage.costUsd ?? 0) - (before.usage.costUsd ?? 0);
    if (cost > 0) instruments.cost.add(cost, attributes);
  }

  function lagged({ commit }: TaskChange): void {
    const [oldest] = commit.runnerEvents?.events ?? [];
    if (!oldest) return;
    instruments.lag.record(seconds(Date.parse(oldest.time), Date.now()));
  }

  function pullRequestSeen(project: string, state: string): void {
    instruments.pullRequests.add(1, {
      'background_task.project': project,
      'background_task.pull_request.state': state,
    });
  }

  return {
    created(task) {
      instruments.created.add(1, {
        ...projectOf(task),
        'background_task.provider': task.provider,
        'background_task.trigger': task.trigger.kind,
      });
    },
    committed(change) {
      const { before, after } = change;
      if (before.startedAt === null && after.startedAt !== null) {
        instruments.queue.record(
          seconds(after.createdAt, after.startedAt),
          projectOf(after),
        );
      }
      if (after.prState && after.prState !== before.prState) {
        pullRequestSeen(after.project, after.prState);
      }
      used(change);
      lagged(change);
      if (isFinalStatus(after.status) && !isFinalStatus(before.status)) {
        ended(after);
      }
    },
    phaseEnded(task, { phase, outcome, from, to }) {
      instruments.phase.record(seconds(from, to), {
        ...projectOf(task),
        'background_task.phase': phase,
        'background_task.phase.outcome': outcome,
      });
    },
    runsFollowed(change, run) {
      instruments.runs.add(change, {
        'background_task.executor': run.executor,
      });
    },
    pullRequestSeen,
    publishRetried(reason) {
      instruments.publishRetries.add(1, { 'background_task.reason': reason });
    },
  };
}

function createInstruments(metrics: MetricsService) {
  const counter = (name: string, unit: string, description: string) =>
    metrics.createCounter(`background_tasks.${name}`, { unit, description });
  const durations = (name: string, buckets: number[], description: string) =>
    metrics.createHistogram(`background_tasks.${name}`, {
      unit: 's',
      description,
      advice: { explicitBucketBoundaries: buckets },
    });
  return {
    created: counter('created', '{task}', 'Tasks that were created'),
    ended: counter('ended', '{task}', 'Tasks that ended'),
    retriesSucceeded: counter(
      'retries.succeeded',
      '{task}',
      'Retries that ended as Completed',
    ),
    pullRequests: counter(
      'pull_requests.state_changes',
      '{change}',
      'Pull requests that were seen in a state for the first time',
    ),
    publishRetries: counter(
      'publish.retries',
      '{retry}',
      'Attempts to publish that were not the first',
    ),
    tokens: counter('tokens', '{token}', 'Tokens that agents used'),
    cost: counter('cost', '{USD}', 'What agents cost, where it is known'),
    runs: metrics.createUpDownCounter('background_tasks.runs.active', {
      unit: '{run}',
      description: 'Runs that this replica follows',
    }),
    duration: durations(
      'duration',
      TASK_BUCKETS,
      'From the creation of a task to its end',
    ),
    queue: durations(
      'queue.duration',
      QUEUE_BUCKETS,
      'From the creation of a task until it is taken up',
    ),
    phase: durations(
      'phase.duration',
      PHASE_BUCKETS,
      'From the beginning of a phase to its end',
    ),
    lag: durations(
      'events.lag',
      LAG_BUCKETS,
      'From an event in the workspace until it is stored',
    ),
  };
}

function observeActive(options: {
  metrics: MetricsService;
  countActive: () => Promise<ActiveTaskCount[]>;
  logger: LoggerService;
}): void {
  const counts = new ActiveCounts(options.countActive);
  options.metrics
    .createObservableGauge('background_tasks.active', {
      unit: '{task}',
      description: 'Tasks that wait or run, in the whole installation',
    })
    .addCallback(async result => {
      try {
        for (const { project, status, count } of await counts.read()) {
          result.observe(count, {
            'background_task.project': project,
            'background_task.status': status,
          });
        }
      } catch (error) {
        options.logger.warn(
          `Counting the active tasks failed: ${stringifyError(error)}`,
        );
      }
    });
}

function projectOf(task: Task) {
  return { 'background_task.project': task.project };
}

/** Clocks of workspaces, replicas and the database differ a little: never below 0. */
function seconds(from: number, to: number): number {
  return Math.max(0, to - from) / 1000;
}
