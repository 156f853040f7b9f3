import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import type { BackgroundTaskSummary } from '@background-tasks/plugin-background-tasks-common';
import { RepositoryLink } from '../common';

const useStyles = makeStyles(theme => ({
  component: { fontSize: theme.typography.caption.fontSize },
}));

/** The repository of a task, and the component that it was made for. */
export function TaskSource(props: { task: BackgroundTaskSummary }) {
  const { repository, entityRef } = props.task;
  const classes = useStyles();
  return (
    <>
      <RepositoryLink url={repository} />
      {entityRef && (
        <div className={classes.component}>
          <EntityRefLink
            entityRef={entityRef}
            defaultKind="component"
            hideIcon
          />
        </div>
      )}
    </>
  );
}
