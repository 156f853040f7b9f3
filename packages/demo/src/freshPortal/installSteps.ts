const FENCE = /^```(\w*)/;
const HEADING = /^(#+) (.*)$/;
const COMMENT = '// ';
const PLACE =
  /^\/\/ (?:before (?<before>.+)|within <(?<element>[\w.]+)>(?: of (?<owner>\w+))?)$/;

/** A block of code in a document. */
export type Block = { language: string; text: string; line: number };

/** What somebody does who follows a document. */
export type InstallStep =
  | { kind: 'run'; script: string }
  | { kind: 'configure'; yaml: string }
  | { kind: 'edit'; file: string; imports: string; insertions: Insertion[] };

/** Code that goes to a certain place of a file. */
export type Insertion = { place: string; code: string };

/**
 * The blocks of code in one section of a Markdown document, without those in sections within it.
 *
 * @throws if there is no such section, or none in it
 */
export function blocksOf(markdown: string, section: string): Block[] {
  const blocks: Block[] = [];
  let within = false;
  let block: Block | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = FENCE.exec(line);
    if (block && fence) {
      if (within) blocks.push(block);
      block = undefined;
    } else if (block) {
      block.text += `${line}\n`;
    } else if (fence) {
      block = { language: fence[1] ?? '', text: '', line: index + 1 };
    } else {
      const heading = HEADING.exec(line);
      if (heading) within = heading[2] === section;
    }
  }
  if (blocks.length === 0) {
    throw new Error(`There is no code in a section '${section}'`);
  }
  return blocks;
}

/** What a block of code tells to do; nothing, if it is an example. */
export function stepOf(block: Block): InstallStep | undefined {
  const { language, text } = block;
  if (language === 'sh') return { kind: 'run', script: text };
  if (language === 'yaml') return { kind: 'configure', yaml: text };
  if (language !== 'ts' && language !== 'tsx') return undefined;
  const [first, ...rest] = text.split('\n');
  if (!first.startsWith(`${COMMENT}packages/`)) return undefined;
  return {
    kind: 'edit',
    file: first.slice(COMMENT.length),
    ...partsOf(rest),
  };
}

/**
 * Makes an edit.
 *
 * @param source - the file's text
 * @throws if a place is not in the file
 */
export function edit(
  source: string,
  step: Extract<InstallStep, { kind: 'edit' }>,
): string {
  let text = `${step.imports}${source}`;
  for (const { place, code } of step.insertions) {
    const position = positionOf(text, place);
    text = `${text.slice(0, position)}\n${code}\n${text.slice(position)}`;
  }
  return text;
}

function partsOf(lines: readonly string[]): {
  imports: string;
  insertions: Insertion[];
} {
  let imports = '';
  const insertions: Insertion[] = [];
  for (const line of lines) {
    const last = insertions.at(-1);
    if (PLACE.test(line)) insertions.push({ place: line, code: '' });
    else if (last) last.code += `${line}\n`;
    else imports += `${line}\n`;
  }
  return {
    imports,
    insertions: insertions.map(({ place, code }) => ({
      place,
      code: asChild(code),
    })),
  };
}

// On its own, an element is a statement, and Prettier ends it as one.
function asChild(code: string): string {
  const trimmed = code.trim();
  return trimmed.startsWith('<') ? trimmed.replace(/;$/, '') : trimmed;
}

function positionOf(text: string, place: string): number {
  const groups = PLACE.exec(place)?.groups ?? {};
  if (groups.before) return found(text.indexOf(groups.before), place);
  const from = groups.owner
    ? found(text.indexOf(`const ${groups.owner} =`), place)
    : 0;
  const opening = `<${groups.element}>`;
  return found(text.indexOf(opening, from), place) + opening.length;
}

function found(index: number, place: string): number {
  if (index === -1) throw new Error(`There is no such place: ${place}`);
  return index;
}
