import type { Segment } from './ansi';

/** A part of a line, and whether it is what is searched for. */
export type MarkedSegment = Segment & { match: boolean };

/** The pattern that finds a text in any case; undefined where there is nothing to find. */
export function searchPattern(query: string): RegExp | undefined {
  if (query === '') return undefined;
  return new RegExp(query.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'), 'iu');
}

/** Cuts segments where matches of a pattern begin and end, wherever colours change within them. */
export function markMatches(
  segments: readonly Segment[],
  pattern: RegExp | undefined,
): MarkedSegment[] {
  if (!pattern) return segments.map(segment => ({ ...segment, match: false }));
  const text = segments.map(segment => segment.text).join('');
  const cuts = [...text.matchAll(new RegExp(pattern, 'giu'))].flatMap(
    ({ index, 0: found }) => [index, index + found.length],
  );
  const marked: MarkedSegment[] = [];
  let begin = 0;
  for (const segment of segments) {
    marked.push(...cutSegment(segment, begin, cuts));
    begin += segment.text.length;
  }
  return marked;
}

/** `cuts` are the places in the line where matches begin and end by turns. */
function cutSegment(
  segment: Segment,
  begin: number,
  cuts: readonly number[],
): MarkedSegment[] {
  const end = begin + segment.text.length;
  const places = [begin, ...cuts.filter(cut => cut > begin && cut < end), end];
  return places.slice(0, -1).map((from, index) => ({
    ...segment,
    text: segment.text.slice(from - begin, places[index + 1] - begin),
    match: cuts.filter(cut => cut <= from).length % 2 === 1,
  }));
}
