import Skeleton from '@material-ui/lab/Skeleton';

/** The shape of a panel while it loads. */
export function PanelSkeleton() {
  return (
    <div role="status" aria-label="Loading">
      <Skeleton height={38} width="60%" />
      <Skeleton variant="rect" height={320} />
    </div>
  );
}
