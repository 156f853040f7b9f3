import highlighter from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import go from 'highlight.js/lib/languages/go';
import groovy from 'highlight.js/lib/languages/groovy';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import less from 'highlight.js/lib/languages/less';
import makefile from 'highlight.js/lib/languages/makefile';
import markdown from 'highlight.js/lib/languages/markdown';
import php from 'highlight.js/lib/languages/php';
import properties from 'highlight.js/lib/languages/properties';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import scss from 'highlight.js/lib/languages/scss';
import sql from 'highlight.js/lib/languages/sql';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

const languages = {
  bash,
  c,
  cpp,
  csharp,
  css,
  dockerfile,
  go,
  groovy,
  ini,
  java,
  javascript,
  json,
  kotlin,
  less,
  makefile,
  markdown,
  php,
  properties,
  python,
  ruby,
  rust,
  scss,
  sql,
  swift,
  typescript,
  xml,
  yaml,
};
for (const [name, language] of Object.entries(languages)) {
  highlighter.registerLanguage(name, language);
}

/** A part of a line of code, and what it is in its language: `keyword`. */
export type CodeToken = { text: string; scope: string | undefined };

/** The lines of a piece of code in tokens. This is a heavy part of the page: load it when it is needed. */
export function highlightLines(code: string, language: string): CodeToken[][] {
  const { value } = highlighter.highlight(code, {
    language,
    ignoreIllegals: true,
  });
  return readMarkup(value);
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
};

// What the library writes is spans around escaped text: it is read as words and scopes, and never becomes markup.
function readMarkup(markup: string): CodeToken[][] {
  const lines: CodeToken[][] = [[]];
  const scopes: string[] = [];
  for (const [part, scope, lineFeed] of markup.matchAll(
    /<span class="(?:hljs|language)-([\w-]+)[^>]*">|<\/span>|(\n)|&[#\w]+;|[^<&\n]+/g,
  )) {
    if (scope !== undefined) scopes.push(scope);
    else if (part === '</span>') scopes.pop();
    else if (lineFeed) lines.push([]);
    else {
      lines
        .at(-1)
        ?.push({ text: entities[part] ?? part, scope: scopes.at(-1) });
    }
  }
  return lines;
}
