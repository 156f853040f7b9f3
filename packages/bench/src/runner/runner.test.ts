import { measureRunner } from './measureRunner';

describe('the measure of the runner', () => {
  it('takes a change through all phases, and tells its own time from that of the commands', async () => {
    const times = await measureRunner();
    // Set-up and three checks on the base and at the gate, and the agent: each takes 0.2 s.
    expect(times.commands).toBeGreaterThanOrEqual(9 * 0.2);
    expect(times.clone).toBeGreaterThan(0);
    expect(times.overhead).toBeGreaterThan(0);
    expect(times.overhead + times.clone + times.commands).toBeCloseTo(
      times.whole,
    );
    expect(Object.keys(times.phases)).toEqual([
      'clone',
      'baseline',
      'agent',
      'collect',
      'validate',
    ]);
  });
});
