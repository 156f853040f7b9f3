import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buildImage, RUNNER_IMAGE } from '@background-tasks/dev-cluster';
import {
  RestrictedNamespace,
  type TestContainer,
} from './support/restrictedPods';

jest.setTimeout(600_000);

const TOOLS = '/opt/background-tasks';
const MOUNTS = {
  workspace: { path: '/workspace' },
  home: { path: '/home/task' },
  tmp: { path: '/tmp' },
};

/** A container with a script for the shell, in which each `say` prints a line `name=value`. */
function shell(script: string): TestContainer {
  return {
    name: 'main',
    image: RUNNER_IMAGE,
    command: ['sh', '-c', `say() { echo "$1=$2"; }\n${script}`],
    mounts: MOUNTS,
  };
}

function linesOf(log: string): Record<string, string> {
  const lines = log.split('\n').filter(line => line.includes('='));
  return Object.fromEntries(
    lines.map(line => [
      line.slice(0, line.indexOf('=')),
      line.slice(line.indexOf('=') + 1),
    ]),
  );
}

describe("the runner's image", () => {
  let namespace: RestrictedNamespace;

  beforeAll(async () => {
    namespace = await RestrictedNamespace.create('runner-image');
  });
  afterAll(async () => {
    await namespace?.delete();
  });

  it('has what the phases need, as any user, on a read-only root', async () => {
    const { phase, logs } = await namespace.run('programs', [
      shell(`
          say user "$(id -u):$(id -g)"
          say node "$(node --version)"
          say npm "$(npm --version)"
          say python "$(python3 -m venv /tmp/venv && /tmp/venv/bin/python --version)"
          say root "$(touch /opt/mine 2>&1)"
          say usage "$(${TOOLS}/node ${TOOLS}/runner.cjs phase clone 2>&1 | head -n 2 | tr '\\n' ' ')"
          ${TOOLS}/node ${TOOLS}/runner.cjs phase clone >/dev/null 2>&1
          say code $?
          mkdir /workspace/work && cd /workspace/work && git init --quiet && echo text >file && git add file
          say commit "$(git -c user.name=a -c user.email=b commit --quiet --message first && git log --format=%s)"
          say agent "$(ls ${TOOLS}/agents)"
          say claude "$(${TOOLS}/agents/claude-code@*/bin/claude --version)"
        `),
    ]);

    expect({ phase, ...linesOf(logs.main) }).toEqual({
      phase: 'Succeeded',
      user: '1000730000:0',
      node: expect.stringMatching(/^v24\./),
      npm: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      python: expect.stringMatching(/^Python 3\./),
      root: expect.stringContaining('Read-only file system'),
      usage: expect.stringMatching(
        /^Usage: +runner\.cjs phase <clone\|baseline\|agent\|collect\|validate> --root DIR/,
      ),
      code: '64',
      commit: 'first',
      agent: expect.stringMatching(/^claude-code@\d/),
      claude: expect.stringContaining('Claude Code'),
    });
  });

  it("keeps what runs beside a phase under the same user out of the phase's process", async () => {
    const watch = (name: string, program: string) => `
      MARK=secret ${program} -e 'console.log("up"); setTimeout(() => {}, 60000)' >/tmp/${name} &
      while ! grep -q up /tmp/${name}; do sleep 0.1; done
      say ${name}Environment "$( (tr '\\0' '\\n' </proc/$!/environ) 2>&1 | grep -E -o 'MARK=.*|denied')"
      say ${name}Output "$( (echo forged >/proc/$!/fd/1) 2>&1 | grep -o 'denied')"
      say ${name}Memory "$( (head -c 0 /proc/$!/mem) 2>&1 | grep -o 'denied')"
      kill $!
    `;
    const { phase, logs } = await namespace.run('hidden', [
      shell(`
          say mode "$(stat -c '%a %u' ${TOOLS}/node)"
          say read "$(head -c 1 ${TOOLS}/node 2>&1)"
          say change "$(chmod 755 ${TOOLS}/node 2>&1)"
          say initMode "$(stat -c '%a %u' ${TOOLS}/init)"
          say initRead "$(head -c 1 ${TOOLS}/init 2>&1)"
          ${watch('ordinary', 'node')}
          ${watch('phase', `${TOOLS}/node`)}
          MARK=secret ${TOOLS}/init -s -- sleep 60 >/tmp/init 2>&1 &
          while ! grep -q init /proc/$!/comm; do sleep 0.1; done
          say initEnvironment "$( (tr '\\0' '\\n' </proc/$!/environ) 2>&1 | grep -E -o 'MARK=.*|denied')"
          say initOutput "$( (echo forged >/proc/$!/fd/1) 2>&1 | grep -o 'denied')"
          kill $!
        `),
    ]);

    expect({ phase, ...linesOf(logs.main) }).toEqual({
      phase: 'Succeeded',
      mode: '111 0',
      read: expect.stringContaining('Permission denied'),
      change: expect.stringMatching(/Read-only|not permitted/),
      initMode: '111 0',
      initRead: expect.stringContaining('Permission denied'),
      initEnvironment: 'denied',
      initOutput: 'denied',
      ordinaryEnvironment: 'MARK=secret',
      ordinaryOutput: '',
      ordinaryMemory: '',
      phaseEnvironment: 'denied',
      phaseOutput: 'denied',
      phaseMemory: 'denied',
    });
  });

  it('gives its runner to an image of the project, and says what one lacks', async () => {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'own-image-'));
    try {
      await fs.writeFile(
        path.join(folder, 'Dockerfile'),
        'ARG BASE\nFROM ${BASE}\n',
      );
      const own = await buildImage({ folder, tag: 'localhost/own-image:test' });
      const install: TestContainer = {
        name: 'install',
        image: RUNNER_IMAGE,
        command: [`${TOOLS}/install`, '/tools', 'claude-code'],
        mounts: { tools: { path: '/tools' } },
      };
      const use = (image: string, script: string): TestContainer => ({
        name: 'main',
        image,
        command: ['sh', '-c', `export HOME=/home/task\n${script}`],
        mounts: { ...MOUNTS, tools: { path: TOOLS, readOnly: true } },
      });

      const fitting = await namespace.run('fitting', [
        install,
        use(
          own,
          `${TOOLS}/check; echo "code=$?"
           ${TOOLS}/node ${TOOLS}/runner.cjs phase clone 2>&1 | head -n 1
           echo "claude=$(${TOOLS}/agents/claude-code@*/bin/claude --version)"
           echo "read=$(head -c 1 ${TOOLS}/node 2>&1)"
           echo "change=$(chmod 755 ${TOOLS}/node 2>&1)"
           echo "initRead=$(head -c 1 ${TOOLS}/init 2>&1)"
           echo "initChange=$(chmod 755 ${TOOLS}/init 2>&1)"
           echo "initStarts=$(${TOOLS}/init -s -- ${TOOLS}/node -p 1+1 2>&1)"`,
        ),
      ]);
      const poor = await namespace.run('poor', [
        install,
        use('localhost/busybox:1', `${TOOLS}/check; echo "code=$?"`),
      ]);

      expect(fitting).toEqual({ phase: 'Succeeded', logs: expect.anything() });
      expect(fitting.logs.main).toContain('The image has what is needed.');
      expect(fitting.logs.main).toContain('Usage:');
      expect(linesOf(fitting.logs.main)).toEqual({
        code: '0',
        claude: expect.stringContaining('Claude Code'),
        read: expect.stringContaining('Permission denied'),
        change: expect.stringContaining('Read-only file system'),
        initRead: expect.stringContaining('Permission denied'),
        initChange: expect.stringContaining('Read-only file system'),
        initStarts: '2',
      });
      expect(poor.logs.main).toContain("The runner's Node does not start");
      expect(poor.logs.main).toContain('git is not installed');
      expect(linesOf(poor.logs.main)).toEqual({ code: '2' });
    } finally {
      await fs.rm(folder, { recursive: true, force: true });
    }
  });
});
