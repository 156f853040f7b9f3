import {
  darken,
  decomposeColor,
  getContrastRatio,
  lighten,
  recomposeColor,
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
  const secondary = strong(palette.text.secondary);
  return {
    ...theme,
    overrides: {
      ...theme.overrides,
      // What helps with a field says most where the field cannot be used.
      MuiFormHelperText: { root: { '&$disabled': { color: secondary } } },
    },
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
      text: { ...palette.text, secondary },
      error: { ...palette.error, main: strong(palette.error.main) },
    },
  };
}

function strengthen(
  color: string,
  backgrounds: readonly string[],
  isDark: boolean,
): string {
  // Measured without what shows through a color, so it must not let anything through.
  const seen = opaque(color, backgrounds);
  for (let share = 0; share < 1; share += STEP) {
    const changed = isDark ? lighten(seen, share) : darken(seen, share);
    const isReadable = backgrounds.every(
      background => getContrastRatio(changed, background) >= CONTRAST,
    );
    if (isReadable) return changed;
  }
  return color;
}

/** A color as it looks on the last of the backgrounds. */
function opaque(color: string, backgrounds: readonly string[]): string {
  const { values: front } = decomposeColor(color);
  const [, , , alpha = 1] = front;
  if (alpha === 1) return color;
  const { values: behind } = decomposeColor(backgrounds.at(-1) ?? '#fff');
  const mixed = [0, 1, 2].map(n =>
    Math.round(front[n] * alpha + behind[n] * (1 - alpha)),
  );
  return recomposeColor({
    type: 'rgb',
    values: [mixed[0], mixed[1], mixed[2]],
  });
}
