import { LinkButton } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Tooltip from '@material-ui/core/Tooltip';
import type { ReactNode } from 'react';
import { useVisuallyHidden } from '../common';

/** A link as button; where it leads nowhere for this user, it says why. */
export function GuardedLinkButton(props: {
  to: string;
  /** Why the user may not; left out where they may. */
  refusal: string | undefined;
  variant?: 'contained' | 'outlined';
  children: ReactNode;
}) {
  const { to, refusal, variant = 'contained', children } = props;
  const hidden = useVisuallyHidden();
  const color = variant === 'contained' ? 'primary' : 'default';
  if (!refusal) {
    return (
      <LinkButton to={to} variant={variant} color={color}>
        {children}
      </LinkButton>
    );
  }
  return (
    <Tooltip title={refusal}>
      {/* A disabled button has no events of its own, and no focus by which its tooltip would show. */}
      <span>
        <Button variant={variant} color={color} disabled>
          {children}
        </Button>
        <span className={hidden}>{refusal}</span>
      </span>
    </Tooltip>
  );
}
