import { isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';

const TOKENS = /(\w+)\??:|\[(\w+):[^\]]*\]:|Array<\{|[{}]/g;

/**
 * The settings that a `config.d.ts` declares, as paths: `projects[].limits.perUser` for what is in a list,
 * `providers.<id>.apiKey` for what is below a name of one's own. Groups are left out.
 */
export function settingsOf(source: string): string[] {
  const declared = source
    .slice(source.indexOf('interface Config'))
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/'[^']*'/g, '');
  const settings: string[] = [];
  const groups: string[] = [];
  let last: string | undefined;
  for (const [token, name, mapped] of declared.matchAll(TOKENS)) {
    if (token.endsWith('{')) {
      const group = last ?? '';
      settings.splice(settings.lastIndexOf(group), group ? 1 : 0);
      groups.push(token === '{' ? group : `${group}[]`);
      last = undefined;
    } else if (token === '}') {
      groups.pop();
      last = undefined;
    } else {
      const own = name ?? `<${mapped}>`;
      const group = groups.at(-1);
      last = group ? `${group}.${own}` : own;
      settings.push(last);
    }
  }
  return settings;
}

/** The settings that YAML sets, as paths; an entry of a list is `[]`. */
export function settingsIn(yaml: string): string[] {
  return pathsOf(parseDocument(yaml).contents, '');
}

function pathsOf(node: unknown, path: string): string[] {
  if (isMap(node)) {
    return node.items.flatMap(pair => {
      if (!isPair(pair) || !isScalar(pair.key)) return [];
      const name = String(pair.key.value);
      return pathsOf(pair.value, path ? `${path}.${name}` : name);
    });
  }
  if (isSeq(node) && node.items.some(isMap)) {
    return node.items.flatMap(item => pathsOf(item, `${path}[]`));
  }
  return [path];
}
