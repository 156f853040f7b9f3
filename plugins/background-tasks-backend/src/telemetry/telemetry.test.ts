import {
  coreServices,
  createServiceFactory,
  type RootLoggerService,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';
import { TestSystem } from '../__testUtils__/TestSystem';

jest.setTimeout(60_000);

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const headers = { traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` };

/** Keeps its lines, with their fields. */
class LineLogger implements RootLoggerService {
  constructor(
    readonly lines: JsonObject[] = [],
    private readonly fields: JsonObject = {},
  ) {}

  error = (message: string) => this.add(message);
  warn = (message: string) => this.add(message);
  info = (message: string) => this.add(message);
  debug = (message: string) => this.add(message);

  child(fields: JsonObject) {
    return new LineLogger(this.lines, { ...this.fields, ...fields });
  }

  private add(message: string): void {
    this.lines.push({ ...this.fields, message });
  }
}

/** OpenTelemetry's own SDK, as an operator would start it. */
class Observed {
  readonly spans = new InMemorySpanExporter();
  private readonly metrics = new InMemoryMetricExporter(
    AggregationTemporality.CUMULATIVE,
  );
  private readonly meters = new MeterProvider({
    readers: [
      new PeriodicExportingMetricReader({
        exporter: this.metrics,
        // Longer than any test: what is collected is collected on demand.
        exportIntervalMillis: 3_600_000,
      }),
    ],
  });

  constructor() {
    trace.setGlobalTracerProvider(
      new BasicTracerProvider({
        spanProcessors: [new SimpleSpanProcessor(this.spans)],
      }),
    );
    context.setGlobalContextManager(
      new AsyncLocalStorageContextManager().enable(),
    );
  }

  metricsService() {
    return createServiceFactory({
      service: metricsServiceRef,
      deps: {},
      factory: () => this.meters.getMeter('test'),
    });
  }

  async close(): Promise<void> {
    trace.disable();
    context.disable();
    await this.meters.shutdown();
  }

  /** The values of a metric, by the attributes that are named. */
  async values(name: string, ...by: string[]): Promise<[string, number][]> {
    await this.meters.forceFlush();
    const metrics = this.metrics
      .getMetrics()
      .at(-1)
      ?.scopeMetrics.flatMap(scope => scope.metrics);
    const points =
      metrics?.find(metric => metric.descriptor.name === name)?.dataPoints ??
      [];
    return points.map(({ attributes, value }) => [
      by.map(key => attributes[`background_task.${key}`]).join(' '),
      typeof value === 'number' ? value : value.count,
    ]);
  }

  async untilSpan(name: string): Promise<ReadableSpan> {
    for (;;) {
      const span = this.spans
        .getFinishedSpans()
        .find(finished => finished.name === name);
      if (span) return span;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }
}

describe('telemetry', () => {
  let observed: Observed;
  let system: TestSystem;
  let greeted: BackgroundTask;
  const logger = new LineLogger();

  beforeAll(async () => {
    observed = new Observed();
    system = await TestSystem.start({
      features: [observed.metricsService(), withLogger(logger)],
    });
    await system.create('greet', 'good', headers);
    greeted = await system.untilEnded('greet');
    await system.create('wait', 'hang');
  });

  afterAll(async () => {
    await system.stop();
    await observed.close();
  });

  it('continues the trace of the request through the run to the requests to GitHub', async () => {
    expect(greeted).toMatchObject({ status: 'Completed', error: null });
    await observed.untilSpan('background_tasks drive');
    const spans = observed.spans
      .getFinishedSpans()
      .filter(span => span.spanContext().traceId === TRACE_ID);
    const idOf = (name: string) =>
      spans.find(span => span.name === name)?.spanContext().spanId;
    const parents = new Map(
      spans.map(span => [span.name, span.parentSpanContext?.spanId]),
    );
    expect(parents.get('background_tasks task-create')).toBe(
      'b7ad6b7169203331',
    );
    expect(parents.get('background_tasks drive')).toBe(
      idOf('background_tasks task-create'),
    );
    for (const inDrive of ['run', 'publish']) {
      expect(parents.get(`background_tasks ${inDrive}`)).toBe(
        idOf('background_tasks drive'),
      );
    }
    for (const phase of ['clone', 'baseline', 'agent', 'collect', 'validate']) {
      expect(parents.get(`background_tasks phase ${phase}`)).toBe(
        idOf('background_tasks run'),
      );
    }
    expect(parents.get('GitHub POST /repos/{owner}/{repo}/pulls')).toBe(
      idOf('background_tasks publish'),
    );
  });

  it('counts a task from its creation to its end, with what it used', async () => {
    expect(
      await observed.values('background_tasks.created', 'project'),
    ).toEqual([['developers', 2]]);
    expect(
      await observed.values('background_tasks.ended', 'status', 'outcome'),
    ).toEqual([['Completed pullRequest', 1]]);
    expect(await observed.values('background_tasks.duration')).toEqual([
      ['', 1],
    ]);
    expect(
      await observed.values('background_tasks.tokens', 'token.type'),
    ).toEqual([
      ['input', 1_000],
      ['output', 200],
    ]);
    expect(await observed.values('background_tasks.cost')).toEqual([['', 0.5]]);
    expect(
      await observed.values(
        'background_tasks.pull_requests.state_changes',
        'pull_request.state',
      ),
    ).toEqual([['open', 1]]);
    const phases = await observed.values(
      'background_tasks.phase.duration',
      'phase',
    );
    expect(phases.map(([phase]) => phase).sort()).toEqual([
      'agent',
      'baseline',
      'clone',
      'collect',
      'publish',
      'validate',
    ]);
  });

  it('names task, project and run in the lines of the log', () => {
    const about = (message: string) =>
      logger.lines.find(
        line => line.task === greeted.uid && line.message === message,
      );
    const task = { project: 'developers', name: 'greet' };
    expect(about(`Taken up as Pending, in phase 'initialize'`)).toMatchObject(
      task,
    );
    expect(about('Publishing the change')).toMatchObject({
      ...task,
      run: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('shows what waits and runs now, and counts what is cancelled', async () => {
    const path = '/projects/developers/background-tasks/wait';
    for (;;) {
      const runs = await observed.values('background_tasks.runs.active');
      if (runs.some(([, count]) => count === 1)) break;
    }
    expect(await observed.values('background_tasks.active', 'project')).toEqual(
      [['developers', 1]],
    );

    await system.call('post', `${path}/cancel`, { body: {} });
    await system.untilEnded('wait');
    expect(
      await observed.values('background_tasks.ended', 'outcome'),
    ).toContainEqual(['cancelled', 1]);
    for (;;) {
      const [[, runs]] = await observed.values('background_tasks.runs.active');
      if (runs === 0) break;
    }
    const queued = await observed.values('background_tasks.queue.duration');
    expect(queued).toEqual([['', 2]]);
  });

  it('counts a retry that succeeds', async () => {
    await system.create('again', 'flaky');
    const failed = await system.untilEnded('again');
    expect(failed).toMatchObject({ error: 'The disk is full' });
    await system.call(
      'post',
      '/projects/developers/background-tasks/again/retry',
      { body: {} },
    );
    expect(await system.untilEnded('again-retry-1')).toMatchObject({
      status: 'Completed',
    });
    expect(
      await observed.values('background_tasks.retries.succeeded', 'project'),
    ).toEqual([['developers', 1]]);
  });
});

function withLogger(logger: RootLoggerService) {
  return createServiceFactory({
    service: coreServices.rootLogger,
    deps: {},
    factory: () => logger,
  });
}
