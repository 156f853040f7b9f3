import {
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
  type RefObject,
} from 'react';

const END_TOLERANCE_PX = 4;

/**
 * Keeps a scrolled element at its end while the reader is there, and leaves it alone once the reader scrolls up.
 *
 * @param showsNewest - false while the end of the element is not the newest there is, so that reaching it is no wish
 * to follow; by default it always is
 */
export function useFollow(rowCount: number, showsNewest?: RefObject<boolean>) {
  const element = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const [scrollTop, setScrollTop] = useState(0);
  const lastTop = useRef(0);

  const scrollToEnd = useCallback(() => {
    const target = element.current;
    if (!target) return;
    target.scrollTop = target.scrollHeight;
    lastTop.current = target.scrollTop;
    setScrollTop(target.scrollTop);
  }, []);

  useLayoutEffect(() => {
    if (following) scrollToEnd();
  }, [following, rowCount, scrollToEnd]);

  const onScroll = useCallback(() => {
    const target = element.current;
    if (!target) return;
    const end = target.scrollHeight - target.clientHeight;
    const atEnd = target.scrollTop >= end - END_TOLERANCE_PX;
    const moved = target.scrollTop - lastTop.current;
    lastTop.current = target.scrollTop;
    setScrollTop(target.scrollTop);
    // Only a move upwards is the reader's wish to stay: new lines alone also leave the end behind.
    if (moved < 0 && !atEnd) setFollowing(false);
    if (moved > 0 && atEnd && showsNewest?.current !== false) {
      setFollowing(true);
    }
  }, [showsNewest]);

  return { element, following, setFollowing, scrollTop, onScroll };
}
