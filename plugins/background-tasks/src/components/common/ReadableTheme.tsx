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

/**
 * WCAG 2.2 AA asks for 4.5. A little more, as Backstage paints its pages in another grey than its theme says: where
 * texts stand on it chosen, it is darker than what is measured here.
 */
const CONTRAST = 4.7;
const STEP = 0.04;

/**
 * The portal's theme, with those colours of texts made stronger that cannot be read wherever they stand, be it on
 * something that is pointed at or chosen: in Backstage's own light theme that is so for secondary texts and for what is
 * wrong in a field.
 */
export function ReadableTheme(props: { children: ReactNode }) {
  return <ThemeProvider theme={readable}>{props.children}</ThemeProvider>;
}

function readable(theme: Theme): Theme {
  const { palette } = theme;
  const backgrounds = backgroundsOf(theme);
  const strong = (color: string) =>
    strengthen(color, backgrounds, palette.type === 'dark');
  const secondary = strong(palette.text.secondary);
  const error = strong(palette.error.main);
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
      error: {
        ...palette.error,
        main: error,
        contrastText: palette.getContrastText(error),
      },
    },
  };
}

/** What texts stand on: the page and what lies on it, as they are, pointed at and chosen. */
function backgroundsOf({ palette }: Theme): string[] {
  const { background, action } = palette;
  return [background.paper, background.default].flatMap(plain => [
    plain,
    over(plain, action.hover),
    over(plain, action.selected),
  ]);
}

function strengthen(
  color: string,
  backgrounds: readonly string[],
  isDark: boolean,
): string {
  // Measured without what shows through a color, so it must not let anything through.
  const seen = over(backgrounds[0], color);
  for (let share = 0; share < 1; share += STEP) {
    const changed = isDark ? lighten(seen, share) : darken(seen, share);
    const isReadable = backgrounds.every(
      background => getContrastRatio(changed, background) >= CONTRAST,
    );
    if (isReadable) return changed;
  }
  return isDark ? '#fff' : '#000';
}

/** How a color looks that lies over another, which lets nothing through. */
function over(behind: string, color: string): string {
  const { values: front } = decomposeColor(color);
  const [, , , alpha = 1] = front;
  if (alpha === 1) return color;
  const { values: back } = decomposeColor(behind);
  const mixed = [0, 1, 2].map(n =>
    Math.round(front[n] * alpha + back[n] * (1 - alpha)),
  );
  return recomposeColor({
    type: 'rgb',
    values: [mixed[0], mixed[1], mixed[2]],
  });
}
