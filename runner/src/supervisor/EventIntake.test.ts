import type {
  RunnerEvent,
  RunnerPhase,
} from '@background-tasks/plugin-background-tasks-common';
import { EventIntake } from './EventIntake';

function log(seq: number, phase: RunnerPhase = 'agent'): RunnerEvent {
  return {
    type: 'log',
    seq,
    phase,
    time: new Date(0).toISOString(),
    stream: 'stdout',
    text: `line ${seq}`,
  };
}

const passed: RunnerEvent = {
  type: 'outcome',
  seq: 1,
  phase: 'agent',
  time: new Date(0).toISOString(),
  outcome: 'ok',
};

describe('EventIntake', () => {
  let events: RunnerEvent[];
  let intake: EventIntake;

  beforeEach(() => {
    events = [];
    intake = new EventIntake('agent', { bundleBytes: 1024 }, event =>
      events.push(event),
    );
  });

  const say = (...lines: unknown[]) => {
    for (const line of lines) {
      const text = typeof line === 'string' ? line : JSON.stringify(line);
      intake.push(Buffer.from(`${text}\n`));
    }
  };

  it('lets events through in their order', () => {
    say(log(1), log(2), log(3));
    expect(events).toEqual([log(1), log(2), log(3)]);
    expect(intake.dropped).toBe(0);
  });

  it('drops an event whose turn it is not: said twice, too early, or from the beginning again', () => {
    say(log(1), log(1), log(3), log(2), { ...passed, seq: 1 });
    expect(events).toEqual([log(1), log(2)]);
    expect(intake.dropped).toBe(3);
    expect(intake.outcome).toBeUndefined();
  });

  it('drops what speaks for another phase, and what is no event', () => {
    say(log(1, 'validate'), 'All checks passed', '{"type":"log"}', log(1));
    expect(events).toEqual([log(1)]);
    expect(intake.dropped).toBe(3);
  });

  it('takes nothing after the outcome', () => {
    say(passed, log(2));
    expect(events).toEqual([passed]);
  });

  it('puts lines together that come in pieces, and skips one that never ends', () => {
    const line = Buffer.from(`${JSON.stringify(log(1))}\n`);
    intake.push(line.subarray(0, 10));
    intake.push(line.subarray(10));
    for (let megabytes = 0; megabytes < 20; megabytes++) {
      intake.push(Buffer.alloc(1024 * 1024, 'x'));
    }
    say('', log(2));
    expect(events).toEqual([log(1), log(2)]);
    expect(intake.dropped).toBe(1);
  });
});
