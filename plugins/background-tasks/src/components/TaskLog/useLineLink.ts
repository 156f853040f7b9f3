import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';

/** Lines that a link points to: numbers from 1, both included. */
export type LineRange = { from: number; to: number };

/** The lines that the address names (`#L12`, `#L12-L20`), and how to name others. */
export function useLineLink() {
  const { hash, pathname, search } = useLocation();
  const navigate = useNavigate();
  const range = useMemo(() => readHash(hash), [hash]);

  const linkTo = useCallback(
    ({ from, to }: LineRange) => {
      const params = new URLSearchParams(search);
      params.set('tab', 'log');
      const end = to === from ? '' : `-L${to}`;
      return { pathname, search: `?${params}`, hash: `#L${from}${end}` };
    },
    [pathname, search],
  );
  const select = useCallback(
    (chosen: LineRange) => navigate(linkTo(chosen), { replace: true }),
    [navigate, linkTo],
  );
  const clear = useCallback(
    () => navigate({ pathname, search }, { replace: true }),
    [navigate, pathname, search],
  );
  return { range, linkTo, select, clear };
}

function readHash(hash: string): LineRange | undefined {
  const match = /^#L(\d{1,9})(?:-L(\d{1,9}))?$/.exec(hash);
  if (!match) return undefined;
  const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
  return { from: Math.min(first, last), to: Math.max(first, last) };
}
