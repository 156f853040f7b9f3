import { useEffect, useState } from 'react';

const DELAY_MS = 300;

/** A value once it has not changed for a moment: not each letter is a question of its own. */
export function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), DELAY_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
