import {
  LOG_LINE_MAX_BYTES,
  parseRunnerEvent,
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
    expect(said[50]).toMatch(/^… 915 lines \(\d+ bytes\) were left out here/);
    expect(said[51]).toBe('line 965');
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
