import {
  createTheme,
  getContrastRatio,
  ThemeProvider,
  useTheme,
} from '@material-ui/core/styles';
import { render, screen } from '@testing-library/react';
import { ReadableTheme } from './ReadableTheme';

function Colors() {
  const { text, error } = useTheme().palette;
  return <p>{[text.secondary, error.main].join(' | ')}</p>;
}

// Backstage's own backgrounds, and how a browser shows them under the pointer and chosen.
it.each([
  [
    'light',
    ['#ffffff', '#f8f8f8'],
    // The last two are of #f5f5f5, which the pages have in truth.
    ['#f5f5f5', '#ebebeb', '#eeeeee', '#e4e4e4', '#ebebeb', '#e1e1e1'],
  ],
  [
    'dark',
    ['#424242', '#333333'],
    ['#515151', '#606060', '#434343', '#545454'],
  ],
] as const)(
  'makes texts readable on every %s background, also where what is behind them shows through',
  async (type, [paper, page], pointedAtOrChosen) => {
    const theme = createTheme({
      palette: {
        type,
        background: { paper, default: page },
        text: {
          secondary:
            type === 'light'
              ? 'rgba(0, 0, 0, 0.54)'
              : 'rgba(255, 255, 255, 0.5)',
        },
        error: { main: '#f44336' },
      },
    });
    render(
      <ThemeProvider theme={theme}>
        <ReadableTheme>
          <Colors />
        </ReadableTheme>
      </ThemeProvider>,
    );
    const colors = (await screen.findByText(/\|/)).textContent?.split(' | ');
    expect(colors).toHaveLength(2);
    for (const color of colors ?? []) {
      expect(color).not.toContain('rgba');
      for (const background of [paper, page, ...pointedAtOrChosen]) {
        expect(getContrastRatio(color, background)).toBeGreaterThanOrEqual(4.5);
      }
    }
  },
);
