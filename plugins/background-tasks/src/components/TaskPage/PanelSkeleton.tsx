import Skeleton from '@material-ui/lab/Skeleton';
import { useWords } from '../../useWords';

/** The shape of a panel while it loads. */
export function PanelSkeleton() {
  const t = useWords();
  return (
    <div role="status" aria-label={t('common.loading')}>
      <Skeleton height={38} width="60%" />
      <Skeleton variant="rect" height={320} />
    </div>
  );
}
