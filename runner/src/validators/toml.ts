import { parse, TomlDate } from 'smol-toml';
import { fields, type Value } from './ci/yaml';

const MAX_CHARS = 512 * 1024;

/** Reads a TOML file of a tool; undefined for what is none. */
export function readToml(source: string | undefined): Value {
  if (source === undefined || source.length > MAX_CHARS) return undefined;
  try {
    return asValue(parse(source));
  } catch {
    return undefined;
  }
}

/** A part of a file, by its path. */
export function sectionOf(value: Value, ...path: readonly string[]): Value {
  return path.reduce<Value>((at, key) => fields(at)[key], value);
}

function asValue(value: unknown): Value {
  if (Array.isArray(value)) return value.map(asValue);
  if (value instanceof TomlDate) return value.toISOString();
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    case 'bigint':
      return String(value);
    case 'object':
      return Object.fromEntries(
        Object.entries(value ?? {}).map(([key, item]) => [key, asValue(item)]),
      );
    default:
      return undefined;
  }
}
