import { LinkButton } from '@backstage/core-components';
import type { ButtonProps } from '@material-ui/core/Button';
import type { ReactNode } from 'react';
import { GuardedButton } from './GuardedButton';

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
  const color = variant === 'contained' ? 'primary' : 'default';
  if (!refusal) {
    return (
      <LinkButton {...look} to={to} variant={variant} color={color}>
        {children}
      </LinkButton>
    );
  }
  return (
    <GuardedButton
      {...look}
      variant={variant}
      color={color}
      refusal={refusal}
      onClick={() => {}}
    >
      {children}
    </GuardedButton>
  );
}
