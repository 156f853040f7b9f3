import { useEntity } from '@backstage/plugin-catalog-react';
import { findAnnotationProblems } from '@background-tasks/plugin-background-tasks-common';
import AlertTitle from '@material-ui/lab/AlertTitle';
import { useBackgroundTasksProjects } from '../../hooks';
import { useWords } from '../../useWords';
import { Notice } from '../common';

/** What is wrong with the annotations of the entity that are for background tasks; nothing where they are right. */
export function AnnotationProblems() {
  const { entity } = useEntity();
  const t = useWords();
  const { data } = useBackgroundTasksProjects();
  const problems = findAnnotationProblems(entity.metadata.annotations ?? {}, {
    projects: data?.items.map(({ name }) => name),
    providers: data?.providers.map(({ id }) => id),
  });
  if (problems.length === 0) return null;
  return (
    <Notice severity="warning" style={{ marginBottom: 16 }}>
      <AlertTitle>{t('entity.annotations')}</AlertTitle>
      <ul style={{ margin: 0, paddingLeft: 20 }}>
        {problems.map(({ annotation, message }) => (
          <li key={annotation}>
            <code>{annotation}</code>: {message}
          </li>
        ))}
      </ul>
      {t('entity.annotationsHint')}
    </Notice>
  );
}
