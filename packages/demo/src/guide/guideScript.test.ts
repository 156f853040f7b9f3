import { spawnSync } from 'node:child_process';
import { guideScript } from './guideScript';

function run(lines: string[]) {
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['-c', guideScript(lines.join('\n'))],
    { encoding: 'utf8', env: { ...process.env, GUIDE: 'guide.md' } },
  );
  return { status, stdout, stderr };
}

describe('guideScript', () => {
  it('runs the sh blocks alone, in order and as one script', () => {
    expect(
      run([
        '# Title',
        "## It's here",
        '```sh',
        'name=one',
        'echo first',
        '```',
        '```console',
        '$ exit 1',
        '```',
        'Words, `echo never`.',
        '```sh',
        'echo "then $name"',
        '```',
      ]),
    ).toEqual({
      status: 0,
      stdout: "\n== It's here\nfirst\nthen one\n",
      stderr: '',
    });
  });

  it('runs blocks of a certain setting there alone', () => {
    const guide =
      '# Title\n```sh\necho all\n```\n```sh kubernetes\necho some\n```';

    expect(guideScript(guide)).toContain('echo all');
    expect(guideScript(guide)).not.toContain('echo some');
    expect(guideScript(guide, 'kubernetes')).toContain('echo some');
  });

  it('ends at what fails, and names its line in the guide', () => {
    const { status, stdout, stderr } = run([
      '# Title',
      '',
      '```sh',
      'expect() { false; }',
      '',
      'expect something',
      'echo never',
      '```',
    ]);

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe('guide.md:4: this failed: false (called in line 6)\n');
  });

  it('refuses a guide without an end, or with nothing to run', () => {
    expect(() => guideScript('# Title\n```sh\necho')).toThrow('does not end');
    expect(() => guideScript('# Title')).toThrow('no block');
  });
});
