import type { RunnerEvent } from '@background-tasks/plugin-background-tasks-common';
import type { TaskCommit } from '../store';
import { PhaseClock } from './PhaseClock';
import type { EndedPhase } from './TaskTelemetry';

const at = (ms: number) => new Date(ms).toISOString();

const started = (phase: 'clone' | 'agent'): TaskCommit => ({
  transitions: [{ type: 'phaseStarted', phase }],
});

const said = (...events: RunnerEvent[]): TaskCommit => ({
  runnerEvents: { runUid: 'run', events },
});

const log = (phase: 'clone' | 'agent', ms: number): RunnerEvent => ({
  phase,
  seq: 1,
  time: at(ms),
  type: 'log',
  stream: 'stdout',
  text: 'hello',
});

const outcome = (phase: 'clone' | 'agent', ms: number): RunnerEvent => ({
  phase,
  seq: 2,
  time: at(ms),
  type: 'outcome',
  outcome: 'ok',
});

describe('PhaseClock', () => {
  let ended: EndedPhase[];
  let clock: PhaseClock;

  beforeEach(() => {
    ended = [];
    clock = new PhaseClock(phase => ended.push(phase));
  });

  it('measures from the moment that a phase is seen to begin to its outcome', () => {
    clock.observe(started('clone'), 1_000);
    clock.observe(said(log('clone', 2_000)), 2_001);
    clock.observe(said(outcome('clone', 4_000)), 4_001);
    expect(ended).toEqual([
      { phase: 'clone', outcome: 'ok', from: 1_000, to: 4_000 },
    ]);
  });

  it('measures a run that is read all at once by what its events say', () => {
    const all = [
      log('clone', 1_000),
      outcome('clone', 3_000),
      log('agent', 3_500),
      outcome('agent', 9_000),
    ];
    clock.observe(
      {
        transitions: [
          { type: 'phaseStarted', phase: 'clone' },
          { type: 'phaseStarted', phase: 'agent' },
        ],
        ...said(...all),
      },
      60_000,
    );
    expect(ended).toEqual([
      { phase: 'clone', outcome: 'ok', from: 1_000, to: 3_000 },
      { phase: 'agent', outcome: 'ok', from: 3_000, to: 9_000 },
    ]);
  });

  it('says nothing of a phase that was taken up in its middle', () => {
    clock.observe(said(log('agent', 2_000), outcome('agent', 4_000)), 5_000);
    expect(ended).toEqual([]);
  });
});
