import type { z } from 'zod';

/** Reads one line of JSON by a schema; undefined for whatever does not fit: agents say new things with each version. */
export function parseJsonLine<T>(
  line: string,
  schema: z.ZodType<T>,
): T | undefined {
  if (!line.startsWith('{')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
