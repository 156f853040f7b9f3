import {
  LOG_LINE_MAX_BYTES,
  parseRunnerEvent,
  PHASE_MAX_BYTES,
  type RunnerEventBody,
} from '@background-tasks/plugin-background-tasks-common';
import { EventWriter } from './EventWriter';
import { LineSplitter } from './LineSplitter';
import { secretForms } from './secretForms';
import { keepEnd, keepStart } from './text';

function createWriter(
  options: Omit<ConstructorParameters<typeof EventWriter>[1], 'write'> = {},
) {
  const lines: string[] = [];
  const writer = new EventWriter('agent', {
    ...options,
    write: line => lines.push(line),
  });
  const texts = () =>
    lines.flatMap(line => {
      const event = parseRunnerEvent(line);
      return event?.type === 'log' ? [event.text] : [];
    });
  return { writer, lines, texts };
}

describe('EventWriter', () => {
  it('numbers events from 1 and prints each as one line', () => {
    const { writer, lines } = createWriter();

    writer.system('one\ntwo');
    writer.emit({ type: 'progress', progress: 20 });
    writer.emit({ type: 'outcome', outcome: 'ok' });

    const events = lines.map(line => parseRunnerEvent(line));
    expect(events.map(event => event?.seq)).toEqual([1, 2, 3, 4]);
    expect(lines.every(line => line.indexOf('\n') === line.length - 1)).toBe(
      true,
    );
  });

  it('keeps head and tail of too many lines, counts the middle, and lets all else through at once', () => {
    const { writer, lines, texts } = createWriter({
      caps: { bytes: 1_000_000, events: 100 },
    });

    for (let line = 0; line < 1_000; line++) writer.system(`line ${line}`);
    writer.emit({ type: 'progress', progress: 50 });
    const printedBeforeTheEnd = lines.length;
    writer.emit({ type: 'outcome', outcome: 'ok' });

    expect(printedBeforeTheEnd).toBe(51);
    const said = texts();
    expect(said[49]).toBe('line 49');
    expect(said[50]).toMatch(/^… 923 lines \(\d+ bytes\) were left out here/);
    expect(said[51]).toBe('line 973');
    expect(said.at(-1)).toBe('line 999');
    expect(lines.length).toBeLessThanOrEqual(100);
    expect(parseRunnerEvent(lines.at(-1) ?? '')?.type).toBe('outcome');
    expect(lines.map(line => parseRunnerEvent(line)?.seq)).toEqual(
      lines.map((_, index) => index + 1),
    );
  });

  it('stays within its bytes', () => {
    const { writer, lines } = createWriter({
      caps: { bytes: 100_000, events: 100_000 },
    });

    for (let line = 0; line < 5_000; line++) writer.system('x'.repeat(500));
    writer.emit({ type: 'outcome', outcome: 'ok' });

    expect(Buffer.byteLength(lines.join(''))).toBeLessThan(100_000);
    expect(Buffer.byteLength(lines.join(''))).toBeGreaterThan(70_000);
  });

  describe('of what checks say', () => {
    const failing = (number: number): RunnerEventBody => ({
      type: 'validation',
      stage: 'gate',
      check: {
        kind: 'lint',
        command: `check ${number}`,
        reason: 'a test',
        status: 'failed',
        exitCode: 1,
        durationMs: 1,
        output: `${'o'.repeat(7_000)} the end`,
        failures: Array.from({ length: 100 }, (_, line) => ({
          file: 'a.js',
          line,
          message: 'm'.repeat(100),
        })),
      },
    });

    it('tells every result, in fewer words once much was said', () => {
      const { writer, lines, texts } = createWriter();

      for (let number = 0; number < 140; number++) {
        writer.emit(failing(number));
      }
      writer.emit({ type: 'progress', progress: 50 });
      writer.emit({ type: 'outcome', outcome: 'ok' });

      const checks = lines.flatMap(line => {
        const event = parseRunnerEvent(line);
        return event?.type === 'validation' ? [event.check] : [];
      });
      expect(checks.map(({ command }) => command)).toEqual(
        Array.from({ length: 140 }, (_, number) => `check ${number}`),
      );
      expect(checks[0].failures).toHaveLength(100);
      expect(checks[139].failures).toHaveLength(1);
      expect(checks[139].output).toMatch(/ the end$/);
      expect(Buffer.byteLength(lines.join(''))).toBeLessThan(
        PHASE_MAX_BYTES * 0.11,
      );
      expect(texts()).toEqual([]);
    });

    it('says at the end how many found no room', () => {
      const { writer, lines, texts } = createWriter({
        caps: { bytes: 100_000, events: 100 },
      });

      for (let number = 0; number < 30; number++) writer.emit(failing(number));
      for (let number = 0; number < 6; number++) {
        writer.emit({ type: 'progress', progress: number });
      }
      writer.emit({ type: 'outcome', outcome: 'ok' });

      const said = lines.filter(line => line.includes('"validation"')).length;
      expect(texts()).toEqual([
        `… events were left out (${
          30 - said
        } validation, 2 progress): a phase may print only so much …`,
      ]);
      expect(parseRunnerEvent(lines.at(-1) ?? '')?.type).toBe('outcome');
    });
  });

  it('does not count the bundle', () => {
    const { writer, lines } = createWriter({
      caps: { bytes: 10_000, events: 10 },
    });

    for (let index = 0; index < 20; index++) {
      writer.emit({
        type: 'bundle',
        hash: 'a'.repeat(64),
        size: 1,
        index,
        count: 20,
        data: Buffer.alloc(6_000).toString('base64'),
      });
    }

    expect(lines).toHaveLength(20);
  });

  it('cuts a line at 8 KiB without cutting a character', () => {
    const { writer, texts } = createWriter();

    writer.emit({
      type: 'log',
      stream: 'stdout',
      text: `a${'ä'.repeat(9000)}`,
    });

    const [text] = texts();
    expect(Buffer.byteLength(text)).toBe(8191);
    expect(text).toBe(`a${'ä'.repeat(4095)}`);
  });

  it('ends with the outcome', () => {
    const { writer, lines } = createWriter();

    writer.emit({ type: 'outcome', outcome: 'ok' });
    writer.system('too late');
    writer.emit({ type: 'outcome', outcome: 'ok' });

    expect(lines).toHaveLength(1);
  });

  it('prints a token in none of its forms', () => {
    const token = 'ghs_verySecret/Token+1';
    const { writer, lines } = createWriter({ secrets: secretForms(token) });
    const basic = Buffer.from(`x-access-token:${token}`).toString('base64');

    writer.system(`token ${token} header ${basic}`);
    writer.emit({
      type: 'outcome',
      outcome: 'infrastructure',
      error: `fatal: https://x:${encodeURIComponent(token)}@host failed`,
    });

    expect(lines.join('')).not.toContain('verySecret');
    expect(lines.join('')).not.toContain(basic);
    expect(lines.join('')).toContain('token *** header ***');
  });

  it.each([8, 20, 39])(
    'prints no piece of a token that a cut went through after %i characters',
    shown => {
      const token = 'btr_0123456789abcdefghijklmnopqrstuvwxyz';
      const { writer, lines } = createWriter({ secrets: secretForms(token) });
      const splitter = new LineSplitter(text =>
        writer.emit({ type: 'log', stream: 'stdout', text }),
      );

      const before = 'x'.repeat(LOG_LINE_MAX_BYTES - shown);
      splitter.push(Buffer.from(`${before}${token} more\n`));
      writer.emit({
        type: 'activity',
        kind: 'tool',
        text: keepStart(
          `some words ${token}`,
          'some words '.length + shown + 1,
        ),
        path: `notes/${token}`,
        tool: token,
        round: 0,
      });
      writer.emit({
        type: 'outcome',
        outcome: 'infrastructure',
        error: keepEnd(`${token} failed`, ' failed'.length + shown + 2),
      });

      expect(lines).toHaveLength(3);
      for (const line of lines) {
        expect(line).toContain('***');
        expect(line).not.toContain(token.slice(0, 8));
        expect(line).not.toContain(token.slice(-8));
      }
    },
  );

  it('leaves a whole line as it is, whatever it begins or ends with', () => {
    const token = 'btr_0123456789abcdefghijklmnopqrstuvwxyz';
    const { writer, texts } = createWriter({ secrets: secretForms(token) });

    writer.system(`stuvwxyz and btr_0123456`);

    expect(texts()).toEqual(['stuvwxyz and btr_0123456']);
  });
});
