import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import type { BackgroundTaskSummary } from '@background-tasks/plugin-background-tasks-common';
import { RepositoryLink } from '../common';

const useStyles = makeStyles(theme => ({
  // Two links, one above the other: each is far enough from the other to be hit by a finger.
  line: { lineHeight: '24px' },
  component: { fontSize: theme.typography.caption.fontSize },
}));

/** The repository of a task, and the component that it was made for. */
export function TaskSource(props: { task: BackgroundTaskSummary }) {
  const { repository, entityRef } = props.task;
  const classes = useStyles();
  return (
    <>
      <div className={classes.line}>
        <RepositoryLink url={repository} />
      </div>
      {entityRef && (
        <div className={`${classes.line} ${classes.component}`}>
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
