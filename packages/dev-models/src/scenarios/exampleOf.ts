import { z } from 'zod';

const schemaShape = z.looseObject({
  type: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
});

/** A small value that a JSON Schema allows, for those that clients send. */
export function exampleOf(schema: unknown, name = ''): unknown {
  const parsed = schemaShape.safeParse(schema);
  if (!parsed.success) return {};
  const { type, enum: values, const: fixed, properties, anyOf } = parsed.data;
  if (fixed !== undefined) return fixed;
  // Who speaks next is the one question whose first answer would never let a round end
  if (values?.includes('user')) return 'user';
  if (values && values.length > 0) return values[0];
  if (anyOf && anyOf.length > 0) return exampleOf(anyOf[0], name);
  if (properties) return exampleOfObject(properties);
  return exampleOfType(String(type).toLowerCase(), name);
}

function exampleOfObject(properties: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      name,
      exampleOf(schema, name),
    ]),
  );
}

function exampleOfType(type: string, name: string): unknown {
  switch (type) {
    case 'string':
      return name === 'title' ? 'Background task' : 'As asked.';
    case 'number':
    case 'integer':
      return 0;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'null':
      return null;
    default:
      return {};
  }
}
