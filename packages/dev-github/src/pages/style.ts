/** The one style sheet of all pages. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --text: #1f2328; --muted: #59636e; --page: #ffffff; --panel: #f6f8fa;
  --border: #d1d9e0; --link: #0969da; --open: #1a7f37; --closed: #cf222e;
  --added: #dafbe1; --removed: #ffebe9; --hunk: #ddf4ff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #f0f6fc; --muted: #9198a1; --page: #0d1117; --panel: #151b23;
    --border: #3d444d; --link: #4493f8; --open: #238636; --closed: #da3633;
    --added: #12361f; --removed: #42181b; --hunk: #122d4a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.55 system-ui, sans-serif;
}
header {
  display: flex; flex-wrap: wrap; gap: 10px; align-items: center;
  padding: 12px 24px; background: var(--panel);
  border-bottom: 1px solid var(--border); font-weight: 600;
}
main { max-width: 1100px; margin: 0 auto; padding: 16px 24px 64px; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
h1 { font-size: 26px; font-weight: 500; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin-top: 32px; }
code, pre { font-family: ui-monospace, monospace; font-size: 13px; }
code { background: var(--panel); padding: 2px 5px; border-radius: 5px; }
pre { overflow-x: auto; background: var(--panel); padding: 12px; border-radius: 6px; }
pre code { padding: 0; }
table { border-collapse: collapse; }
th, td { border: 1px solid var(--border); padding: 5px 12px; }
article {
  border: 1px solid var(--border); border-radius: 6px;
  padding: 4px 18px; margin: 14px 0; overflow-wrap: anywhere;
}
.stage { margin-left: auto; font-weight: 400; color: var(--muted); }
.number, .note { color: var(--muted); font-weight: 400; }
.badge {
  border: 1px solid var(--border); border-radius: 12px; padding: 1px 9px;
  font-size: 12px; font-weight: 500; color: var(--muted);
}
.state {
  display: inline-block; margin-right: 6px; color: #ffffff; border-radius: 14px; padding: 3px 12px;
  font-size: 13px; font-weight: 500;
}
.state.open { background: var(--open); }
.state.closed { background: var(--closed); }
.list {
  list-style: none; padding: 0; margin: 0;
  border: 1px solid var(--border); border-radius: 6px;
}
.list li { padding: 8px 14px; overflow-wrap: anywhere; }
.list li + li { border-top: 1px solid var(--border); }
.file { border: 1px solid var(--border); border-radius: 6px; margin: 14px 0; }
.file summary {
  padding: 8px 14px; background: var(--panel); cursor: pointer;
  border-radius: 6px; overflow-wrap: anywhere;
}
.file summary .added { background: none; color: var(--open); }
.file summary .removed { background: none; color: var(--closed); }
.file .note { padding: 0 14px; }
.diff { margin: 0; padding: 0; border-radius: 0; background: none; }
.line { display: block; padding: 0 14px; min-height: 1.5em; min-width: max-content; }
.added { background: var(--added); }
.removed { background: var(--removed); }
.hunk { background: var(--hunk); color: var(--muted); }
`;
