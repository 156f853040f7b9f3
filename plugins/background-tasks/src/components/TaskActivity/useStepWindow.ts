import { useState } from 'react';

/** Steps that are drawn at once. */
const WINDOW_STEPS = 200;
const MOVE_STEPS = WINDOW_STEPS / 2;

/** Which of many steps are drawn: the newest while they are followed, else those where the reader is, from the first on. */
export function useStepWindow(stepCount: number, following: boolean) {
  const last = Math.max(0, stepCount - WINDOW_STEPS);
  const [place, setPlace] = useState(following ? last : 0);
  // Where the reader stops following is where the window stays.
  if (following && place !== last) setPlace(last);
  const from = following ? last : Math.min(place, last);
  return {
    from,
    to: Math.min(stepCount, from + WINDOW_STEPS),
    showEarlier: () => setPlace(Math.max(0, from - MOVE_STEPS)),
    showLater: () => setPlace(Math.min(last, from + MOVE_STEPS)),
  };
}
