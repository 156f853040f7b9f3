import Skeleton from '@material-ui/lab/Skeleton';

/** The shape of a task's page while it loads. */
export function TaskSkeleton() {
  return (
    <div role="status" aria-label="Loading the task">
      <Skeleton height={48} width="50%" />
      <Skeleton height={28} width="75%" />
      <Skeleton height={110} />
      <Skeleton variant="rect" height={360} />
    </div>
  );
}
