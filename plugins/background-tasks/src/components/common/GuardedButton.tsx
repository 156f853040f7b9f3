import Button, { type ButtonProps } from '@material-ui/core/Button';
import Tooltip from '@material-ui/core/Tooltip';
import { useId, type ReactNode } from 'react';
import { useGuard } from './useGuard';
import { useVisuallyHidden } from './useVisuallyHidden';

type Look = Pick<ButtonProps, 'variant' | 'color' | 'size'> & {
  'aria-label'?: string;
};

/** A button; where it is refused to this user it says why to whoever points at it or comes by keyboard. */
export function GuardedButton(
  props: Look & {
    /** Why the user may not; left out where they may. */
    refusal: string | undefined;
    /** That it is being done already. */
    busy?: boolean;
    onClick: () => void;
    children: ReactNode;
  },
) {
  const { refusal, busy = false, onClick, children, ...look } = props;
  const hidden = useVisuallyHidden();
  const guard = useGuard();
  const id = useId();
  return (
    <>
      <Tooltip title={refusal ?? ''}>
        <Button
          {...look}
          {...guard(busy || refusal !== undefined, onClick)}
          aria-describedby={refusal && id}
        >
          {children}
        </Button>
      </Tooltip>
      {refusal && (
        <span id={id} className={hidden}>
          {refusal}
        </span>
      )}
    </>
  );
}
