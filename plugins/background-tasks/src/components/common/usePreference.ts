import { useCallback, useState } from 'react';

const PREFIX = 'background-tasks.';

/** How this user likes to look at something: kept in this browser, where it keeps things. */
export function usePreference<T extends string>(
  name: string,
  values: readonly [T, ...T[]],
): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(
    () => values.find(known => known === read(name)) ?? values[0],
  );
  const choose = useCallback(
    (chosen: T) => {
      setValue(chosen);
      write(name, chosen);
    },
    [name],
  );
  return [value, choose];
}

// Browsers may forbid it altogether.
function read(name: string): string | undefined {
  try {
    return window.localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(name: string, value: string): void {
  try {
    window.localStorage.setItem(PREFIX + name, value);
  } catch {
    // Then it holds as long as the page does.
  }
}
