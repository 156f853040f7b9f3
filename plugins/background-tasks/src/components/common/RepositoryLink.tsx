import { ExternalLink } from './ExternalLink';

/** A repository as `owner/name`. */
export function RepositoryLink(props: { url: string }) {
  return (
    <ExternalLink to={props.url}>{repositoryName(props.url)}</ExternalLink>
  );
}

function repositoryName(url: string): string {
  if (!URL.canParse(url)) return url;
  const [owner, name] = new URL(url).pathname.split('/').filter(Boolean);
  return owner && name ? `${owner}/${name.replace(/\.git$/, '')}` : url;
}
