/** Markup that is safe to send: all text in it is escaped. */
export class Html {
  constructor(readonly markup: string) {}
}

type Value = Html | string | number | undefined | readonly Html[];

/** Builds markup; every value that is not markup itself is escaped. */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly Value[]
): Html {
  let markup = strings[0];
  for (const [index, value] of values.entries()) {
    markup += toMarkup(value) + strings[index + 1];
  }
  return new Html(markup);
}

function toMarkup(value: Value): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'object') {
    return value.map(item => item.markup).join('');
  }
  return escapeText(String(value));
}

function escapeText(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}
