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

it.each([
  ['light', '#fff', '#f5f5f5'],
  ['dark', '#424242', '#333333'],
] as const)(
  'makes texts readable on both %s backgrounds, also where what is behind them shows through',
  async (type, paper, page) => {
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
      expect(getContrastRatio(color, paper)).toBeGreaterThanOrEqual(4.5);
      expect(getContrastRatio(color, page)).toBeGreaterThanOrEqual(4.5);
    }
  },
);
