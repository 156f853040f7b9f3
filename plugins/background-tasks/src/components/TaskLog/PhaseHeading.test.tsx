import {
  createTheme,
  getContrastRatio,
  ThemeProvider,
} from '@material-ui/core/styles';
import {
  runnerPhases,
  type TaskPhase,
} from '@background-tasks/plugin-background-tasks-common';
import { render, screen } from '@testing-library/react';
import { PhaseHeading } from './PhaseHeading';

const phases: readonly TaskPhase[] = ['initialize', ...runnerPhases, 'publish'];

/** What WCAG's level AA wants of text. */
const CONTRAST_MIN = 4.5;

// Backstage's papers and pages, seen through the ground of a heading.
it.each([
  ['light', ['#f5f5f5', '#eeeeee']],
  ['dark', ['#515151', '#434343']],
] as const)(
  'gives each phase a tone that can be read in %s colours, beside its name',
  (type, grounds) => {
    render(
      <ThemeProvider theme={createTheme({ palette: { type } })}>
        {phases.map(phase => (
          <PhaseHeading key={phase} phase={phase} name={phase} />
        ))}
      </ThemeProvider>,
    );
    const colors = phases.map(phase => screen.getByText(phase).style.color);
    expect(new Set(colors).size).toBe(phases.length);
    for (const ground of grounds) {
      for (const color of colors) {
        expect(getContrastRatio(color, ground)).toBeGreaterThan(CONTRAST_MIN);
      }
    }
  },
);
