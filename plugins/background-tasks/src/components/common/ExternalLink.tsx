import { Link } from '@backstage/core-components';
import type { ReactNode } from 'react';

/** A link out of the portal; anything but http(s) is shown as text, as addresses come from other systems. */
export function ExternalLink(props: { to: string; children: ReactNode }) {
  if (!/^https?:\/\//i.test(props.to)) return <>{props.children}</>;
  return (
    <Link to={props.to} target="_blank" rel="noopener noreferrer">
      {props.children}
    </Link>
  );
}
