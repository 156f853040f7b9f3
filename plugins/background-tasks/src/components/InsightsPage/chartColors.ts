/** The colours of charts: each has 3:1 against the paper of its theme. */
export type ChartColors = Record<
  'completed' | 'failed' | 'timeout' | 'stopped' | 'active' | 'merged',
  string
>;

const light: ChartColors = {
  completed: '#1a7f4b',
  failed: '#c62828',
  timeout: '#b26a00',
  stopped: '#767c86',
  active: '#1565c0',
  merged: '#7048c8',
};

const dark: ChartColors = {
  completed: '#57c78a',
  failed: '#ff7b72',
  timeout: '#e8ab3a',
  stopped: '#9aa2ae',
  active: '#6cb2ff',
  merged: '#b392f0',
};

/** The colours for a light or a dark theme. */
export function chartColors(theme: 'light' | 'dark'): ChartColors {
  return theme === 'dark' ? dark : light;
}
