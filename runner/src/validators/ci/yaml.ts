import { parse } from 'yaml';

/** A value of a YAML or JSON file. */
export type Value =
  | string
  | number
  | boolean
  | null
  | undefined
  | Value[]
  | { [key: string]: Value };

const MAX_CHARS = 512 * 1024;
/** Aliases that one file may spell out: more is an attack, not a configuration. */
const MAX_ALIASES = 200;

/** Reads a YAML file. @throws on what is no YAML, or too large */
export function parseYaml(source: string): unknown {
  if (source.length > MAX_CHARS) {
    throw new Error(`it is larger than ${MAX_CHARS} characters`);
  }
  return parse(source, { maxAliasCount: MAX_ALIASES, logLevel: 'error' });
}

/** Reads a YAML file of a tool; undefined for what it would not take either. */
export function readYaml(source: string | undefined): Value {
  if (source === undefined) return undefined;
  try {
    return asValue(parseYaml(source));
  } catch {
    return undefined;
  }
}

function asValue(value: unknown, depth = 0): Value {
  if (depth > 30) return undefined;
  if (value === null) return null;
  if (Array.isArray(value)) return value.map(item => asValue(item, depth + 1));
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    case 'object':
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [
          key,
          asValue(item, depth + 1),
        ]),
      );
    default:
      return undefined;
  }
}

/** The entries of a mapping; empty for anything else. */
export function fields(value: Value): { [key: string]: Value } {
  return isMapping(value) ? value : {};
}

export function isMapping(value: Value): value is { [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list; one value is a list of one, and nothing is an empty one. */
export function items(value: Value): Value[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** A text; numbers and booleans as they are written. */
export function text(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  return undefined;
}

/** A mapping of texts; what is none is left out. */
export function texts(value: Value): { [key: string]: string } {
  return Object.fromEntries(
    Object.entries(fields(value)).flatMap(([key, item]) => {
      const one = text(item);
      return one === undefined ? [] : [[key, one]];
    }),
  );
}
