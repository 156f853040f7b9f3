import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  findAnnotationProblems,
  VALIDATION_ANNOTATION,
} from '@background-tasks/plugin-background-tasks-common';
import AlertTitle from '@material-ui/lab/AlertTitle';
import { useBackgroundTasksProjects, useEntityCheck } from '../../hooks';
import { useWords } from '../../useWords';
import { Notice } from '../common';

/** What is wrong with the annotations of the entity that are for background tasks; nothing where they are right. */
export function AnnotationProblems() {
  const { entity } = useEntity();
  const t = useWords();
  const { data } = useBackgroundTasksProjects();
  const annotations = entity.metadata.annotations ?? {};
  const own = findAnnotationProblems(annotations, {
    projects: data?.items.map(({ name }) => name),
    providers: data?.providers.map(({ id }) => id),
  });
  const told = new Set(own.map(({ annotation }) => annotation));
  // It may be YAML, which is read in the backend alone: its parser is too large for a page.
  const check = useEntityCheck(
    stringifyEntityRef(entity),
    annotations,
    VALIDATION_ANNOTATION in annotations && !told.has(VALIDATION_ANNOTATION),
  );
  const found = check.data?.problems ?? [];
  const problems = [
    ...own,
    ...found.filter(({ annotation }) => !told.has(annotation)),
  ];
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
