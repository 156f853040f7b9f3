import { marked } from 'marked';
import sanitizeHtml from 'sanitize-html';
import { Html } from './html';

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote'],
    ...['ul', 'ol', 'li', 'pre', 'code', 'kbd', 'em', 'strong', 'del', 'a'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'sub', 'sup', 'input'],
    ...['details', 'summary'],
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    th: ['align'],
    td: ['align'],
    ol: ['start'],
    details: ['open'],
    input: [
      { name: 'type', values: ['checkbox'] },
      { name: 'disabled', values: [''] },
      'checked',
    ],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  transformTags: {
    a: sanitizeHtml.simpleTransform('a', { rel: 'nofollow noreferrer' }),
  },
  // Only the disabled boxes of task lists
  exclusiveFilter: frame =>
    frame.tag === 'input' && frame.attribs.type !== 'checkbox',
};

/** GitHub's Markdown as markup, without whatever could run or load anything. */
export function renderMarkdown(text: string): Html {
  const markup = marked.parse(text, { gfm: true, async: false });
  return new Html(sanitizeHtml(markup, ALLOWED));
}
