import {
  darken,
  getContrastRatio,
  lighten,
  ThemeProvider,
  type Theme,
} from '@material-ui/core/styles';
import type { ReactNode } from 'react';

/** What WCAG 2.2 AA asks for, and a little for the hover of a row. */
const CONTRAST = 4.7;
const STEP = 0.04;

/**
 * The portal's theme, with those colours of texts made stronger that cannot be read on the page's own background:
 * in Backstage's own light theme that is so for secondary texts and for what is wrong in a field.
 */
export function ReadableTheme(props: { children: ReactNode }) {
  return <ThemeProvider theme={readable}>{props.children}</ThemeProvider>;
}

function readable(theme: Theme): Theme {
  const { palette } = theme;
  const { paper, default: page } = palette.background;
  const strong = (color: string) =>
    strengthen(color, [paper, page], palette.type === 'dark');
  return {
    ...theme,
    props: {
      ...theme.props,
      MuiTypography: {
        ...theme.props?.MuiTypography,
        // By its place below the page's title; and not every small title begins a section.
        variantMapping: {
          ...theme.props?.MuiTypography?.variantMapping,
          h5: 'h3',
          subtitle1: 'p',
          subtitle2: 'p',
        },
      },
    },
    palette: {
      ...palette,
      text: { ...palette.text, secondary: strong(palette.text.secondary) },
      error: { ...palette.error, main: strong(palette.error.main) },
    },
  };
}

function strengthen(
  color: string,
  backgrounds: readonly string[],
  isDark: boolean,
): string {
  for (let share = 0; share < 1; share += STEP) {
    const changed = isDark ? lighten(color, share) : darken(color, share);
    const isReadable = backgrounds.every(
      background => getContrastRatio(changed, background) >= CONTRAST,
    );
    if (isReadable) return changed;
  }
  return color;
}
