import { Commit } from '../git/commits';
import { FileChange } from '../git/diff';
import { labelsOf, stateTitle } from '../pulls';
import { PullRecord, RepositoryRecord } from '../state';
import { encodePath, Urls } from '../urls';
import { Html, html } from './html';
import { renderDiff } from './renderDiff';
import { renderMarkdown } from './renderMarkdown';

export interface PullContent {
  commits: readonly Commit[];
  changes: readonly FileChange[];
}

/** A pull request: what it says, and what it changes. */
export function renderPull(
  urls: Urls,
  repository: RepositoryRecord,
  pull: PullRecord,
  { commits, changes }: PullContent,
): Html {
  const branch = (name: string) =>
    html`<a href="${urls.page(repository)}/tree/${encodePath(name)}"
      ><code>${name}</code></a
    >`;
  return html`
    <h1>${pull.title} <span class="number">#${pull.number}</span></h1>
    <p>
      <span class="state ${pull.state}"> ${stateTitle(pull)} </span>
      <strong>${pull.author}</strong> wants to merge ${commits.length}
      ${commits.length === 1 ? 'commit' : 'commits'} into ${branch(pull.base)}
      from ${branch(pull.head)}
      ${labelsOf(repository, pull).map(
        label => html`<span class="badge">${label.name}</span> `,
      )}
    </p>
    <article>
      ${pull.body
        ? renderMarkdown(pull.body)
        : html`<p class="note">No description.</p>`}
    </article>
    ${pull.comments.map(
      comment => html`<article id="issuecomment-${comment.id}">
        <p class="note">${comment.author}, ${comment.createdAt}</p>
        ${renderMarkdown(comment.body)}
      </article>`,
    )}
    <h2>Commits</h2>
    <ul>
      ${commits.map(
        commit => html`<li>
          <a href="${urls.page(repository)}/commit/${commit.sha}"
            ><code>${commit.sha.slice(0, 7)}</code></a
          >
          ${commit.message.split('\n')[0]}
        </li>`,
      )}
    </ul>
    <h2>
      ${changes.length} changed ${changes.length === 1 ? 'file' : 'files'}
    </h2>
    ${renderDiff(changes)}
  `;
}
