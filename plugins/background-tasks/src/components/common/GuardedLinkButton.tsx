import { LinkButton } from '@backstage/core-components';
import Button, { type ButtonProps } from '@material-ui/core/Button';
import Tooltip from '@material-ui/core/Tooltip';
import { useId, type ReactNode } from 'react';
import { useGuard } from './useGuard';
import { useVisuallyHidden } from './useVisuallyHidden';

type Look = Pick<ButtonProps, 'variant' | 'size'> & { 'aria-label'?: string };

/** A link as button; where it leads nowhere for this user, it says why to whoever points at it or comes by keyboard. */
export function GuardedLinkButton(
  props: Look & {
    to: string;
    /** Why the user may not; left out where they may. */
    refusal: string | undefined;
    children: ReactNode;
  },
) {
  const { to, refusal, children, variant = 'contained', ...look } = props;
  const hidden = useVisuallyHidden();
  const guard = useGuard();
  const id = useId();
  const color = variant === 'contained' ? 'primary' : 'default';
  if (!refusal) {
    return (
      <LinkButton {...look} to={to} variant={variant} color={color}>
        {children}
      </LinkButton>
    );
  }
  return (
    <>
      <Tooltip title={refusal}>
        <Button
          {...look}
          {...guard(true, () => {})}
          variant={variant}
          color={color}
          aria-describedby={id}
        >
          {children}
        </Button>
      </Tooltip>
      <span id={id} className={hidden}>
        {refusal}
      </span>
    </>
  );
}
