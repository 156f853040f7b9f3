import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runAgentPhase } from '../../phases/agent';
import { Bench, createWorkshop } from '../../testing';

describe('the script agent', () => {
  const workshop = createWorkshop();
  afterAll(workshop.remove);

  it('gives parameters to the script by its environment, and never reads them as script', async () => {
    const root = join(workshop.dir, 'workspace');
    mkdirSync(root, { recursive: true });
    const bench = new Bench(root, 'https://code.example/repo');
    const value =
      '"; touch spliced; echo $(touch spliced) `touch spliced` {{x}}';
    bench.spec.agent = {
      provider: 'script',
      script: 'printf %s "$PARAM_word" > word.txt; ls > names.txt',
      environment: { PARAM_word: value },
    };

    expect(await bench.run('agent', runAgentPhase)).toEqual({ outcome: 'ok' });

    expect(readFileSync(join(bench.work, 'word.txt'), 'utf8')).toBe(value);
    expect(readFileSync(join(bench.work, 'names.txt'), 'utf8')).toBe(
      'names.txt\nword.txt\n',
    );
  });
});
