import { useEffect, useState, type ComponentType } from 'react';

type State<Props> =
  | { Part: ComponentType<Props> }
  | { failure: { error: unknown } }
  | undefined;

/**
 * A part of a page whose code is loaded when it is first shown. What did not load is loaded anew when the boundary
 * around it tries again: React's own `lazy` would give the same error for ever.
 *
 * @param Waiting - what stands in its place until it is there
 */
export function lazyAgain<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Waiting: ComponentType<Props>,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function LazyPart(props: Props) {
    const [state, setState] = useState<State<Props>>(
      loaded && { Part: loaded },
    );
    useEffect(() => {
      if (loaded) return undefined;
      let isShown = true;
      const show = (next: State<Props>) => {
        if (isShown) setState(next);
      };
      load().then(
        Part => {
          loaded = Part;
          show({ Part });
        },
        error => show({ failure: { error } }),
      );
      return () => {
        isShown = false;
      };
    }, []);
    if (!state) return <Waiting {...props} />;
    if ('failure' in state) throw state.failure.error;
    return <state.Part {...props} />;
  };
}
