/** What of a browser the sharing of events stands on. */
export type Browser = {
  /** Undefined where there are none: pages that are not secure have no locks. */
  locks: Pick<LockManager, 'request'> | undefined;
  openChannel: ((name: string) => BroadcastChannel) | undefined;
  newId: () => string;
  isVisible: () => boolean;
  /** Calls back when the tab is shown or hidden, until the returned function is called. */
  onVisibility: (listener: () => void) => () => void;
};

/** The browser that this runs in. */
export function thisBrowser(): Browser {
  let left = false;
  return {
    locks: 'locks' in navigator ? navigator.locks : undefined,
    openChannel:
      typeof BroadcastChannel === 'undefined'
        ? undefined
        : name => new BroadcastChannel(name),
    newId: () => `${Date.now()}-${Math.random().toString(36).slice(2)}`,
    isVisible: () => !left && document.visibilityState !== 'hidden',
    onVisibility: listener => {
      const onShow = () => {
        left = false;
        listener();
      };
      // A page that is left may be kept for the way back: it must not hold the lock.
      const onHide = () => {
        left = true;
        listener();
      };
      document.addEventListener('visibilitychange', listener);
      window.addEventListener('pageshow', onShow);
      window.addEventListener('pagehide', onHide);
      return () => {
        document.removeEventListener('visibilitychange', listener);
        window.removeEventListener('pageshow', onShow);
        window.removeEventListener('pagehide', onHide);
      };
    },
  };
}
