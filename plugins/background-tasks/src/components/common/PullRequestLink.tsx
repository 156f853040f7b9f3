import { ExternalLink } from './ExternalLink';

/** A pull request as its number. */
export function PullRequestLink(props: { url: string | null }) {
  const { url } = props;
  if (!url) return <span aria-label="No pull request">–</span>;
  const number = /\/(\d+)\/?$/.exec(url)?.[1];
  return <ExternalLink to={url}>{number ? `#${number}` : 'Open'}</ExternalLink>;
}
