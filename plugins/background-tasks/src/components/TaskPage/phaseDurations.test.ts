import { aTask } from '../../__testUtils__';
import { timeSteps } from './phaseDurations';
import { phaseSteps } from './phaseSteps';

const at = (seconds: number) =>
  new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();

describe('timeSteps', () => {
  it('measures each phase up to the next one, and the last up to now or to the end', () => {
    const starts = { initialize: at(0), clone: at(2), agent: at(10) };
    const running = aTask();
    const seconds = (task = running) =>
      timeSteps(phaseSteps(task), starts, task, Date.parse(at(30))).map(
        ({ durationMs }) => durationMs && durationMs / 1000,
      );
    const rest = [undefined, undefined, undefined];
    expect(seconds()).toEqual([2, 8, undefined, 20, ...rest]);
    expect(seconds(aTask({ status: 'Failed', completedAt: at(15) }))).toEqual([
      2,
      8,
      undefined,
      5,
      ...rest,
    ]);
  });
});
