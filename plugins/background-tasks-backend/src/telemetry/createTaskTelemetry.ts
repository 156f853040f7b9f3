import type { TracingService } from '@backstage/backend-plugin-api/alpha';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import type { Run, Task } from '../tasks';
import type { TaskMetrics, TaskTelemetry } from './TaskTelemetry';
import { withinTrace } from './traceParent';

/** The scope of spans whose times are past: the tracing service makes only such as begin now. */
const TRACER = 'backstage-plugin-background-tasks';

/** Spans of orchestration, and what of it is measured. */
export function createTaskTelemetry(options: {
  tracing: TracingService;
  metrics: TaskMetrics;
}): TaskTelemetry {
  const { tracing, metrics } = options;
  return {
    async drive(task, work) {
      await withinTrace(task.traceParent, () =>
        tracing.startActiveSpan(
          'background_tasks drive',
          { kind: 'consumer', attributes: attributesOf(task) },
          async span => {
            const after = await work();
            span.setAttribute('background_task.status', after.status);
            if (after.outcome) {
              span.setAttribute('background_task.outcome', after.outcome);
            }
          },
        ),
      );
    },
    async run(task, run, work) {
      metrics.runsFollowed(1, run);
      try {
        return await tracing.startActiveSpan(
          'background_tasks run',
          { attributes: { ...attributesOf(task), ...runAttributesOf(run) } },
          work,
        );
      } finally {
        metrics.runsFollowed(-1, run);
      }
    },
    phaseEnded(task, ended) {
      metrics.phaseEnded(task, ended);
      const span = trace
        .getTracer(TRACER)
        .startSpan(`background_tasks phase ${ended.phase}`, {
          startTime: ended.from,
          attributes: {
            ...attributesOf(task),
            'background_task.phase': ended.phase,
            'background_task.phase.outcome': ended.outcome,
          },
        });
      if (ended.outcome !== 'ok') {
        span.setStatus({ code: SpanStatusCode.ERROR, message: ended.outcome });
      }
      span.end(ended.to);
    },
    async publish(task, work) {
      if (task.publishingSince !== null) metrics.publishRetried('resumed');
      return tracing.startActiveSpan(
        'background_tasks publish',
        { attributes: attributesOf(task) },
        work,
      );
    },
  };
}

/** For where nobody looks. */
export const noTelemetry: TaskTelemetry = {
  async drive(_task, work) {
    await work();
  },
  run: (_task, _run, work) => work(),
  phaseEnded: () => {},
  publish: (_task, work) => work(),
};

function attributesOf(task: Task) {
  return {
    'background_task.uid': task.uid,
    'background_task.name': task.name,
    'background_task.project': task.project,
    'background_task.provider': task.provider,
  };
}

function runAttributesOf(run: Run) {
  return {
    'background_task.run.uid': run.uid,
    'background_task.run.attempt': run.attempt,
    'background_task.executor': run.executor,
  };
}
