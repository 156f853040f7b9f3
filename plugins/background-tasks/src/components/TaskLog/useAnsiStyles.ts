import { useTheme } from '@material-ui/core/styles';
import { useMemo, type CSSProperties } from 'react';
import type { AnsiColor, Segment } from './ansi';

type Tones = Readonly<Record<AnsiColor, string>>;

/** Each can be read on the ground of its theme, also on that of a chosen line: contrast above 4.5. */
export const lightTones: Tones = {
  black: '#24292f',
  red: '#b31d28',
  green: '#116329',
  yellow: '#7a4f00',
  blue: '#0550ae',
  magenta: '#6639ba',
  cyan: '#155e64',
  white: '#4d555e',
};
export const darkTones: Tones = {
  black: '#d5dae1',
  red: '#ffc1ba',
  green: '#8ff0b0',
  yellow: '#f5dc7d',
  blue: '#bbdaff',
  magenta: '#ecd0ff',
  cyan: '#95eaf1',
  white: '#f0f3f6',
};

/** The style of a part of a line. On a coloured ground the theme chooses the colour of the words. */
export function useAnsiStyles(): (
  segment: Segment,
) => CSSProperties | undefined {
  const isDark = useTheme().palette.type === 'dark';
  return useMemo(() => {
    const tones = isDark ? darkTones : lightTones;
    const words = isDark ? '#1f2328' : '#ffffff';
    return ({ color, background, bold, dim, italic, underline }: Segment) => ({
      ...(color && { color: tones[color] }),
      ...(background && { backgroundColor: tones[background], color: words }),
      ...(bold && { fontWeight: 'bold' }),
      // A paler tone could not be read.
      ...((dim || italic) && { fontStyle: 'italic' }),
      ...(underline && { textDecoration: 'underline' }),
    });
  }, [isDark]);
}
