import { namedFiles } from './firstFiles';
import { tasksOf } from './traceTasks';

describe('namedFiles', () => {
  it('finds the scripts and styles of a document, and no icon', () => {
    const html = `<link rel="icon" href="/favicon.ico"/><script defer="defer" src="/static/main.0a1b.js"></script>
      <link href="/static/vendor.2c3d.css" rel="stylesheet"><a href="https://example.com/x.js">x</a>`;
    expect(namedFiles(html)).toEqual([
      'static/main.0a1b.js',
      'static/vendor.2c3d.css',
    ]);
  });
});

describe('tasksOf', () => {
  const task = (tid: number, dur: number, tdur: number) => ({
    name: 'RunTask',
    pid: 7,
    tid,
    dur,
    tdur,
  });

  it('sums up the tasks of main threads, and leaves those of others out', () => {
    const traceEvents = [
      { name: 'thread_name', pid: 7, tid: 1, args: { name: 'CrRendererMain' } },
      { name: 'thread_name', pid: 7, tid: 2, args: { name: 'Compositor' } },
      task(1, 60_000, 20_000),
      task(1, 30_000, 30_000),
      task(2, 900_000, 900_000),
      { name: 'other', pid: 7, tid: 1, dur: 800_000 },
    ];
    expect(tasksOf({ traceEvents })).toEqual({
      count: 2,
      longest: 60,
      longestCpu: 30,
    });
  });
});
