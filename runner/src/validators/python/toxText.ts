import type { Ini } from './ini';

const MAX_NESTING = 4;

/** `{[base]commands}` */
export function references(ini: Ini, value: string, depth = 0): string {
  if (depth > MAX_NESTING) return value;
  return value.replace(
    /\{\[([^\]]+)\]([\w-]+)\}/g,
    (_, section: string, key: string) =>
      references(ini, ini.get(section)?.get(key) ?? '', depth + 1),
  );
}

/** Fills in what can be known: the arguments' default, the folder of the repository, the interpreter. */
export function substitute(line: string): string {
  return line
    .replace(/\{posargs:?((?:[^{}]|\{[^{}]*\})*)\}/g, '$1')
    .replace(/\{(?:toxinidir|tox_root)\}[/]?/g, './')
    .replace(/\{(?:envpython|env_python)\}/g, 'python')
    .replace(/\{(?:envbindir|env_bin_dir)\}[/]/g, '')
    .replace(/\{(?:\/)\}/g, '/')
    .replace(/\{env:\w+:([^{}]*)\}/g, '$1')
    .replace(/\{[^{}]*\}/g, '')
    .trim();
}

export function splitList(value: string): string[] {
  // Commas within braces are a part of the name.
  return value
    .split(/[,\n](?![^{]*\})/)
    .map(one => one.replace(/\s+#.*$/, '').trim())
    .filter(Boolean);
}

/** `py{39,310}-{a,b}`, `3.1{0-3}`: all names. */
export function expandBraces(name: string): string[] {
  const [, before, inside, after] = /^(.*?)\{([^{}]*)\}(.*)$/s.exec(name) ?? [];
  if (inside === undefined) return [name.replace(/\s+/g, '')];
  const [, low, high] = /^(\d+)-(\d+)$/.exec(inside) ?? [];
  const choices =
    low === undefined
      ? inside.split(',')
      : Array.from(
          { length: Math.min(50, Math.max(0, Number(high) - Number(low) + 1)) },
          (_, index) => String(Number(low) + index),
        );
  return choices.flatMap(choice =>
    expandBraces(`${before}${choice.trim()}${after}`),
  );
}
