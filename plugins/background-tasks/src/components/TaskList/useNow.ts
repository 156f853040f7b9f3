import { useEffect, useState } from 'react';

const EVERY_MS = 10_000;

/** Has ages and durations drawn anew now and then, by one clock for a whole list. @returns ms since 1970 */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
