import { z } from 'zod';
import type { DeclaredTool } from '../conversation';

const propertyShape = z.looseObject({
  type: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
});

const inputShape = z.looseObject({
  properties: z.record(z.string(), propertyShape).optional(),
  required: z.array(z.string()).optional(),
});

/** A property of a tool's input. */
export interface ToolProperty {
  name: string;
  isArray: boolean;
}

/** Finds a property by one of its usual names, written in whichever case. */
export function findProperty(
  tool: DeclaredTool,
  names: readonly string[],
): ToolProperty | undefined {
  const properties = propertiesOf(tool);
  for (const wanted of names) {
    for (const [name, { type }] of Object.entries(properties)) {
      if (plain(name) !== wanted) continue;
      return { name, isArray: String(type).toLowerCase() === 'array' };
    }
  }
  return undefined;
}

/** An input with what else is required, as the schema's types allow. */
export function fillRequired(
  tool: DeclaredTool,
  input: Record<string, unknown>,
  description: string,
): Record<string, unknown> {
  const parsed = inputShape.safeParse(tool.schema);
  const required = parsed.success ? parsed.data.required ?? [] : [];
  const properties = propertiesOf(tool);
  const filled = { ...input };
  for (const name of required) {
    if (name in filled) continue;
    filled[name] = defaultOf(properties[name], description);
  }
  return filled;
}

function propertiesOf(tool: DeclaredTool) {
  const parsed = inputShape.safeParse(tool.schema);
  return parsed.success ? parsed.data.properties ?? {} : {};
}

function plain(name: string): string {
  return name.replaceAll(/[_-]/g, '').toLowerCase();
}

function defaultOf(
  property: z.infer<typeof propertyShape> | undefined,
  description: string,
): unknown {
  if (property?.enum?.length) return property.enum[0];
  switch (String(property?.type).toLowerCase()) {
    case 'boolean':
      return false;
    case 'number':
    case 'integer':
      return 0;
    case 'array':
      return [];
    case 'object':
      return {};
    default:
      return description;
  }
}
