import { EmptyState, LinkButton } from '@backstage/core-components';
import { useState } from 'react';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import { NewTaskButton, PageTitle, PanelBoundary } from '../common';
import { TaskList } from '../TaskList';
import { AnnotationProblems } from './AnnotationProblems';

/** The tasks of one entity. */
export function EntityTaskList(props: { entityRef: string }) {
  const { entityRef } = props;
  const t = useWords();
  const [cursors, setCursors] = useState<string[]>([]);
  const paths = usePaths();
  const ways = (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
      <LinkButton to={paths.templates()} variant="outlined">
        {t('nav.templates')}
      </LinkButton>
      <NewTaskButton>{t('entity.newTask')}</NewTaskButton>
    </div>
  );
  return (
    <>
      <PageTitle title={t('entity.title')} actions={ways} />
      <AnnotationProblems />
      <PanelBoundary title={t('taskList.notShown')}>
        <TaskList
          filter={{ entityRef }}
          cursors={cursors}
          onCursorsChange={setCursors}
          empty={
            <EmptyState
              missing="content"
              title={t('entity.noTasks')}
              description={t('entity.noTasksHint')}
            />
          }
        />
      </PanelBoundary>
    </>
  );
}
