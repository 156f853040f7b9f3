const METHODS = ['get', 'post', 'put', 'delete'];

/**
 * The API reference in Markdown: what was written by hand, then every call and every shape of the document.
 *
 * @param {any} document an OpenAPI 3.0 document
 * @param {string} head Markdown that comes first
 * @returns {string}
 */
export function renderApiReference(document, head) {
  const parts = [
    '<!-- Made by `npm run generate` from api-reference.head.md and the OpenAPI document. -->',
    head.trim(),
    '## Calls',
  ];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS.filter(name => item[name])) {
      parts.push(renderCall(document, path, method, item));
    }
  }
  parts.push('## Shapes');
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    parts.push(renderShape(document, name, schema));
  }
  return `${parts.join('\n\n')}\n`;
}

function renderCall(document, path, method, item) {
  const call = item[method];
  const parts = [
    `### \`${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}\``,
    sentence(call.summary),
  ];
  if (call.description) parts.push(call.description);
  const parameters = [...(item.parameters ?? []), ...(call.parameters ?? [])]
    .map(parameter => resolve(document, parameter))
    .filter(parameter => parameter.in !== 'path');
  if (parameters.length > 0) {
    parts.push(
      table(
        ['parameter', 'in', 'type', 'what'],
        parameters.map(({ name, in: place, schema, description }) => [
          `\`${name}\``,
          place,
          typeOf(schema),
          description ?? describe(document, schema),
        ]),
      ),
    );
  }
  const body = call.requestBody?.content['application/json']?.schema;
  if (body) parts.push(`Body: ${typeOf(body)}`);
  if (body?.properties) parts.push(renderProperties(document, body));
  const answers = Object.entries(call.responses).map(([status, response]) => {
    const { description, content } = resolve(document, response);
    const types = Object.entries(content ?? {}).map(([type, { schema }]) =>
      type === 'application/json' ? typeOf(schema) : `\`${type}\``,
    );
    return [status, description, types.join(', ')];
  });
  parts.push(table(['answer', 'what', 'body'], answers));
  return parts.join('\n\n');
}

function renderShape(document, name, schema) {
  const parts = [`### ${name}`];
  if (schema.description) parts.push(sentence(schema.description));
  const merged = schema.allOf ?? [schema];
  const inherited = merged.filter(part => part.$ref).map(part => typeOf(part));
  if (inherited.length > 0) parts.push(`All of ${inherited.join(', ')}, and:`);
  for (const part of merged.filter(each => !each.$ref)) {
    parts.push(
      part.properties ? renderProperties(document, part) : typeOf(part),
    );
  }
  return parts.join('\n\n');
}

function renderProperties(document, schema) {
  const required = new Set(schema.required ?? []);
  return table(
    ['field', 'type', 'what'],
    Object.entries(schema.properties).map(([name, property]) => [
      `\`${name}\`${required.has(name) ? '' : '?'}`,
      typeOf(property),
      describe(document, property),
    ]),
  );
}

function typeOf(schema) {
  if (!schema) return '';
  if (schema.$ref) return link(schema.$ref);
  if (schema.allOf) return schema.allOf.map(typeOf).join(', ');
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return choices.map(typeOf).join(' \\| ');
  if (schema.enum) {
    return schema.enum.map(value => `\`${value}\``).join(' \\| ');
  }
  if (schema.type === 'array') return `list of ${typeOf(schema.items)}`;
  const types = [schema.type].flat();
  const or = types.includes('null') && types.length > 1 ? ' \\| null' : '';
  return `${types[0]}${limits(schema)}${or}`;
}

function limits(schema) {
  const { minimum, maximum, minLength, maxLength, maxItems } = schema;
  const from = minimum ?? (minLength > 1 ? minLength : undefined);
  const to = maximum ?? maxLength ?? maxItems;
  if (from !== undefined && to !== undefined) return ` (${from} to ${to})`;
  if (to !== undefined) return ` (at most ${to})`;
  return from === undefined ? '' : ` (from ${from})`;
}

function describe(document, property) {
  const target = property.$ref ? resolve(document, property) : property;
  const fallback = property.$ref && target.type !== 'object';
  return (
    property.description ??
    (fallback ? target.description : undefined) ??
    ''
  ).replaceAll('|', '\\|');
}

function link(ref) {
  const name = ref.split('/').pop();
  return `[${name}](#${name.toLowerCase()})`;
}

function resolve(document, value) {
  if (!value.$ref) return value;
  return value.$ref
    .slice(2)
    .split('/')
    .reduce((at, key) => at[key], document);
}

function sentence(text) {
  return /[.:]$/.test(text) ? text : `${text}.`;
}

function table(head, rows) {
  const line = cells => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join(
    '\n',
  );
}
