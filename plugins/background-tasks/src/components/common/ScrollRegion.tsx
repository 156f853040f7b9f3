import Paper, { type PaperProps } from '@material-ui/core/Paper';
import { forwardRef } from 'react';

/** Content with a scroll bar of its own, which the keyboard can reach and scroll too. */
export const ScrollRegion = forwardRef<
  HTMLDivElement,
  PaperProps & { 'aria-label': string }
>((props, ref) => (
  <Paper
    ref={ref}
    variant="outlined"
    square
    role="region"
    tabIndex={0}
    {...props}
  />
));
