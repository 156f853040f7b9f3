/**
 * The reference of all settings in Markdown, from the declarations that check a portal's configuration.
 *
 * @param {typeof import('typescript')} ts
 * @param {{ title: string, key: string, source: string }[]} packages their `config.d.ts`, and below which key it is
 * @returns {string}
 */
export function renderSettings(ts, packages) {
  const parts = [
    '<!-- Made by `npm run generate` from the files `config.d.ts`. -->',
    '# All settings',
    'Every setting, with its default. `[]` stands for an entry of a list, `<…>` for a name of your own. The pages of this guide say what they are good for: [installation](installation.md), [agents and models](agents.md), [Kubernetes](kubernetes.md), [publishing](publishing.md), [operations](operations.md).',
  ];
  for (const { title, key, source } of packages) {
    const settings = settingsOf(ts, source)
      .map(setting => ({ ...setting, path: below(key, setting.path) }))
      .filter(({ path }) => path !== undefined);
    parts.push(`## ${title}`, `In \`app-config.yaml\` below \`${key}\`.`);
    parts.push(...sections(settings));
  }
  return `${parts.join('\n\n')}\n`;
}

/** @returns {{ path: string, type: string | undefined, text: string }[]} a group before what is in it, without a type */
function settingsOf(ts, source) {
  const file = ts.createSourceFile(
    'config.d.ts',
    source,
    ts.ScriptTarget.Latest,
    true,
  );
  const config = file.statements.find(ts.isInterfaceDeclaration);
  const found = [];
  const visit = (members, parent, above) => {
    for (const member of members) {
      const path = join(parent, nameOf(ts, member, file));
      const text = commentOf(ts, member) || above;
      const { type } = member;
      const list = itemsOf(ts, type);
      const group = list ?? (ts.isTypeLiteralNode(type) ? type : undefined);
      if (group) {
        found.push({ path, type: undefined, text });
        visit(group.members, list ? `${path}[]` : path, '');
      } else {
        found.push({ path, type: typeOf(type, file), text });
      }
    }
  };
  visit(config.members, '', '');
  return found;
}

function nameOf(ts, member, file) {
  return ts.isIndexSignatureDeclaration(member)
    ? `<${member.parameters[0].name.getText(file)}>`
    : member.name.getText(file);
}

/** The literal of a list of objects. */
function itemsOf(ts, type) {
  if (!ts.isTypeReferenceNode(type)) return undefined;
  const [item] = type.typeArguments ?? [];
  return item && ts.isTypeLiteralNode(item) ? item : undefined;
}

function commentOf(ts, member) {
  return ts
    .getJSDocCommentsAndTags(member)
    .filter(ts.isJSDoc)
    .map(doc => ts.getTextOfJSDocComment(doc.comment) ?? '')
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function typeOf(type, file) {
  return type
    .getText(file)
    .replace(/\bArray<([^>]*)>/g, '($1)[]')
    .replace(/import\([^)]*\)\.\w*Schedule\w*/g, 'schedule')
    .replace(/HumanDuration \| string/g, 'duration')
    .replace(/\s+/g, ' ')
    .replace(/\( ?\| /g, '(')
    .replace(/^\| /, '')
    .replace(/ \)/g, ')');
}

function join(parent, name) {
  return parent ? `${parent}.${name}` : name;
}

/** What is below the key, named from there. */
function below(key, path) {
  return path.startsWith(`${key}.`) ? path.slice(key.length + 1) : undefined;
}

/** One for each setting or group directly below the key, the single ones in a table of their own. */
function sections(settings) {
  const names = [...new Set(settings.map(({ path }) => topOf(path)))];
  const groups = names.filter(name =>
    settings.some(({ path, type }) => path === name && !type),
  );
  const single = settings
    .filter(({ path }) => names.includes(path))
    .filter(({ type }) => type);
  const parts = single.length > 0 ? [table(single)] : [];
  for (const name of groups) {
    const [group, ...inside] = settings.filter(
      ({ path }) => topOf(path) === name,
    );
    parts.push(`### \`${name}\``);
    if (group.text) parts.push(escape(group.text));
    parts.push(table(inside));
  }
  return parts;
}

function topOf(path) {
  return /^[^.[]+/.exec(path)[0];
}

function table(settings) {
  const rows = settings
    .filter(({ type, text }) => type || text)
    .map(
      ({ path, type, text }) =>
        `| \`${path}\` | ${
          type ? `\`${type.replaceAll('|', '\\|')}\`` : ''
        } | ${escape(text)} |`,
    );
  return [
    '| setting | value | what it is |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** A `|` would be the end of a cell. */
function escape(text) {
  return text.replaceAll('|', '\\|');
}
