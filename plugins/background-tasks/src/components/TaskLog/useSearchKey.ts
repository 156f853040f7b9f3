import { useEffect, type RefObject } from 'react';

/** Ctrl and F within an element lead to its own search: that of the browser finds only the rows that are drawn. */
export function useSearchKey(
  within: RefObject<HTMLElement>,
  input: RefObject<HTMLInputElement>,
) {
  useEffect(() => {
    const element = within.current;
    if (!element) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 'f') return;
      event.preventDefault();
      input.current?.select();
    };
    element.addEventListener('keydown', onKeyDown);
    return () => element.removeEventListener('keydown', onKeyDown);
  }, [within, input]);
}
