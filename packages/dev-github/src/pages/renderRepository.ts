import { TreeEntry } from '../git/trees';
import { stateTitle } from '../pulls';
import { PullRecord, RepositoryRecord } from '../state';
import { encodePath, Urls } from '../urls';
import { Html, html } from './html';

/** A repository: its pull requests, and the files of its default branch. */
export function renderRepository(
  urls: Urls,
  repository: RepositoryRecord,
  entries: readonly TreeEntry[],
): Html {
  const pulls = [...repository.pulls].reverse();
  const none = html`<p class="note">None yet.</p>`;
  return html`
    <h1>${repository.name}</h1>
    ${repository.description
      ? html`<p>${repository.description}</p>`
      : undefined}
    <p><code>git clone ${urls.page(repository)}.git</code></p>
    <h2>Pull requests</h2>
    ${pulls.length === 0
      ? none
      : html`<ul class="list">
          ${pulls.map(pull => renderPullItem(urls, repository, pull))}
        </ul>`}
    <h2>Files on ${repository.defaultBranch}</h2>
    ${renderFolder(urls, repository, repository.defaultBranch, '', entries)}
  `;
}

/** The entries of one folder, each with a link. */
export function renderFolder(
  urls: Urls,
  repository: RepositoryRecord,
  ref: string,
  folder: string,
  entries: readonly TreeEntry[],
): Html {
  const link = (entry: TreeEntry) => {
    const kind = entry.type === 'tree' ? 'tree' : 'blob';
    const path = folder === '' ? entry.path : `${folder}/${entry.path}`;
    return `${urls.page(repository)}/${kind}/${encodePath(ref)}/${encodePath(
      path,
    )}`;
  };
  return html`<ul class="list">
    ${entries.map(
      entry => html`<li>
        <a href="${link(entry)}"
          >${entry.path}${entry.type === 'tree' ? '/' : ''}</a
        >
      </li>`,
    )}
  </ul>`;
}

function renderPullItem(
  urls: Urls,
  repository: RepositoryRecord,
  pull: PullRecord,
): Html {
  return html`<li>
    <span class="state ${pull.state}"> ${stateTitle(pull)} </span>
    <a href="${urls.pullPage(repository, pull.number)}">${pull.title}</a>
    <span class="number">#${pull.number} by ${pull.author}</span>
  </li>`;
}
