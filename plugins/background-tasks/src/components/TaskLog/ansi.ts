import Anser, { type AnserJsonEntry } from 'anser';

/** The colours of a terminal, as themes can show them: bright ones are the same as the others. */
export const ansiColors = [
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
] as const;

/** One of them. */
export type AnsiColor = (typeof ansiColors)[number];

/** A part of a line that looks the same throughout. */
export type Segment = {
  text: string;
  color: AnsiColor | undefined;
  background: AnsiColor | undefined;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
};

const ESCAPE = String.fromCharCode(27);
const PLAIN = {
  color: undefined,
  background: undefined,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
};

/** Reads the colours of a line. What comes out is text and names of colours, never markup. */
export function readSegments(text: string): Segment[] {
  if (!text.includes(ESCAPE)) return [{ text, ...PLAIN }];
  return Anser.ansiToJson(text, {
    json: true,
    remove_empty: true,
    use_classes: true,
  }).map(toSegment);
}

function toSegment(entry: AnserJsonEntry): Segment {
  const has = (name: (typeof entry.decorations)[number]) =>
    entry.decorations.includes(name);
  const color = toColor(entry.fg, entry.fg_truecolor);
  const background = toColor(entry.bg, entry.bg_truecolor);
  const reverse = has('reverse');
  return {
    text: entry.content,
    color: reverse ? background : color,
    background: reverse ? color ?? 'white' : background,
    bold: has('bold'),
    dim: has('dim'),
    italic: has('italic'),
    underline: has('underline'),
  };
}

const CUBE_STEPS = [0, 95, 135, 175, 215, 255];

// Themes choose the tone, so that each colour can be read on their ground: of 256 or more the nearest of eight is taken.
function toColor(
  name: string | null | undefined,
  truecolor: string | null | undefined,
): AnsiColor | undefined {
  if (!name) return undefined;
  if (name === 'ansi-truecolor') return nearest(numbers(truecolor ?? ''));
  const palette = /^ansi-palette-(\d+)$/.exec(name);
  if (palette) return fromPalette(Number(palette[1]));
  return ansiColors.find(color => name.endsWith(color));
}

function fromPalette(index: number): AnsiColor | undefined {
  if (index < 16) return ansiColors[index % 8];
  if (index >= 232) return index < 244 ? 'black' : 'white';
  const cube = index - 16;
  return nearest([
    CUBE_STEPS[Math.floor(cube / 36)],
    CUBE_STEPS[Math.floor(cube / 6) % 6],
    CUBE_STEPS[cube % 6],
  ]);
}

function numbers(text: string): number[] {
  return text.split(',').map(Number);
}

// The eight are the corners of the cube: red is bit 0, green bit 1, blue bit 2, as terminals number them.
function nearest(rgb: number[]): AnsiColor | undefined {
  const top = Math.max(...rgb);
  if (!Number.isFinite(top)) return undefined;
  if (top < 64) return 'black';
  const bits = rgb.map((part, bit) => (part > top * 0.6 ? 2 ** bit : 0));
  return ansiColors[bits.reduce((sum, bit) => sum + bit, 0)];
}
