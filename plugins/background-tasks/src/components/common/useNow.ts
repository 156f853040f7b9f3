import { useEffect, useState } from 'react';

const STEP_MS = 1_000;

/** The time in milliseconds since 1970, each second anew while `ticking`. */
export function useNow(ticking: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!ticking) return undefined;
    const timer = setInterval(() => setNow(Date.now()), STEP_MS);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}
