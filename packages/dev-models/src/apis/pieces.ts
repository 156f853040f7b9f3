const PIECE_LENGTH = 24;

/** A text in the pieces that a model would stream, cut between characters. */
export function pieces(text: string): string[] {
  const cut: string[] = [];
  const characters = Array.from(text);
  for (let from = 0; from < characters.length; from += PIECE_LENGTH) {
    cut.push(characters.slice(from, from + PIECE_LENGTH).join(''));
  }
  return cut;
}

/** The input of a tool call as text. */
export function inputText(input: Record<string, unknown> | string): string {
  return typeof input === 'string' ? input : JSON.stringify(input);
}
