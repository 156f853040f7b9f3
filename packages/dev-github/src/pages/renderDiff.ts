import { FileChange } from '../git/diff';
import { Html, html } from './html';

/** So that a page stays readable, and small, whatever was changed. */
const MAX_LINES_PER_FILE = 2000;

/** The changed files, each with its lines in colour. */
export function renderDiff(changes: readonly FileChange[]): Html {
  return html`${changes.map(renderFile)}`;
}

function renderFile(change: FileChange): Html {
  const name = change.previousFilename
    ? `${change.previousFilename} → ${change.filename}`
    : change.filename;
  return html`<details class="file" open>
    <summary>
      <code>${name}</code>
      <span class="badge">${change.status}</span>
      <span class="added">+${change.additions}</span>
      <span class="removed">−${change.deletions}</span>
    </summary>
    ${renderPatch(change.patch)}
  </details>`;
}

function renderPatch(patch: string | undefined): Html {
  if (patch === undefined) {
    return html`<p class="note">
      No lines to show: a binary file, or only its name or mode changed.
    </p>`;
  }
  const lines = patch.split('\n');
  const shown = lines.slice(0, MAX_LINES_PER_FILE);
  const hidden = lines.length - shown.length;
  const note =
    hidden > 0 ? html`<p class="note">${hidden} more lines</p>` : undefined;
  // Between the lines no white space: it would show
  return html`<pre class="diff">${shown.map(renderLine)}</pre>
    ${note}`;
}

function renderLine(line: string): Html {
  return html`<span class="${classOf(line)}">${line}</span>`;
}

function classOf(line: string): string {
  switch (line[0]) {
    case '+':
      return 'line added';
    case '-':
      return 'line removed';
    case '@':
      return 'line hunk';
    default:
      return 'line';
  }
}
