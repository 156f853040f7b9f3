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
 * @param size - anything that changes when the content has grown
 */
export function useFollow(
  size: number,
  options?: {
    /** false to begin where the content begins; by default it is followed. */
    initially?: boolean;
    /**
     * false while the end of the element is not the newest there is, so that reaching it is no wish to follow; by
     * default it always is.
     */
    showsNewest?: RefObject<boolean>;
  },
) {
  const { initially = true, showsNewest } = options ?? {};
  const element = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(initially);
  const lastTop = useRef(0);

  const scrollToEnd = useCallback(() => {
    const target = element.current;
    if (!target) return;
    target.scrollTop = target.scrollHeight;
    lastTop.current = target.scrollTop;
  }, []);

  useLayoutEffect(() => {
    if (following) scrollToEnd();
  }, [following, size, scrollToEnd]);

  const onScroll = useCallback(() => {
    const target = element.current;
    if (!target) return;
    const end = target.scrollHeight - target.clientHeight;
    const atEnd = target.scrollTop >= end - END_TOLERANCE_PX;
    const moved = target.scrollTop - lastTop.current;
    lastTop.current = target.scrollTop;
    // Only a move upwards is the reader's wish to stay: new lines alone also leave the end behind.
    if (moved < 0 && !atEnd) setFollowing(false);
    if (moved > 0 && atEnd && showsNewest?.current !== false) {
      setFollowing(true);
    }
  }, [showsNewest]);

  return { element, following, setFollowing, onScroll };
}
