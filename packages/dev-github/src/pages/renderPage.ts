import { RepositoryRecord } from '../state';
import { Urls } from '../urls';
import { Html, html } from './html';

/** A whole document around the content; the repository's name is its way home. */
export function renderPage(
  urls: Urls,
  repository: RepositoryRecord,
  title: string,
  content: Html,
): string {
  const name = `${repository.owner}/${repository.name}`;
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · ${name}</title>
        <link rel="stylesheet" href="/-/style.css" />
      </head>
      <body>
        <header>
          <a href="${urls.page(repository)}">${name}</a>
          <span class="badge"
            >${repository.private ? 'Private' : 'Public'}</span
          >
          <span class="stage">local stand-in for GitHub</span>
        </header>
        <main>${content}</main>
      </body>
    </html> `.markup;
}
