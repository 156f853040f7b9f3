import { useWords } from '../../useWords';
import { ExternalLink } from './ExternalLink';

/** A pull request as its number. */
export function PullRequestLink(props: { url: string | null }) {
  const { url } = props;
  const t = useWords();
  if (!url) return <span aria-label={t('common.noPullRequest')}>–</span>;
  const number = /\/(\d+)\/?$/.exec(url)?.[1];
  return (
    <ExternalLink to={url}>
      {number ? `#${number}` : t('common.openPullRequest')}
    </ExternalLink>
  );
}
