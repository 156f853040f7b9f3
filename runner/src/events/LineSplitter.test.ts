import { LineSplitter } from './LineSplitter';

function split(...chunks: (string | Buffer)[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter(line => lines.push(line));
  for (const chunk of chunks) splitter.push(Buffer.from(chunk));
  splitter.end();
  return lines;
}

describe('LineSplitter', () => {
  it.each([
    ['lines', ['a\nb\n'], ['a', 'b']],
    ['a last line without its end', ['a\nb'], ['a', 'b']],
    ['empty lines', ['\n\na\n'], ['', '', 'a']],
    ['lines across chunks', ['a', 'b\nc', 'd\n'], ['ab', 'cd']],
    ['Windows line ends', ['a\r\nb\r\n'], ['a', 'b']],
    ['a Windows line end across chunks', ['a\r', '\nb\r\n'], ['a', 'b']],
    ['the last state of a progress bar', ['10%\r50%\r100%\n'], ['100%']],
    ['a progress bar across chunks', ['10%\r', '50%', '\r', '99%'], ['99%']],
    [
      'characters across chunks',
      [Buffer.from('ä').subarray(0, 1), Buffer.from('ä').subarray(1)],
      ['ä'],
    ],
  ])('splits %s', (_, chunks, lines) => {
    expect(split(...chunks)).toEqual(lines);
  });

  it('cuts an endless line in bounded memory, and finds the next one', () => {
    const lines: string[] = [];
    const splitter = new LineSplitter(line => lines.push(line));
    const megabyte = Buffer.alloc(1024 * 1024, 'x');

    for (let index = 0; index < 1024; index++) splitter.push(megabyte);
    splitter.push(Buffer.from('\nnext\n'));

    expect(lines).toEqual(['x'.repeat(8192), 'next']);
  });
});
