import { useEntity } from '@backstage/plugin-catalog-react';
import { newTaskOfEntity } from './newTaskOfEntity';
import { usePaths } from './paths';
import { useWords } from './useWords';

/** The way to the form for a new task for the entity whose page is shown. */
export function useNewTaskOfEntity(): { title: string; href: string } {
  const { entity } = useEntity();
  const t = useWords();
  const paths = usePaths();
  return {
    title: t('entity.giveTask'),
    href: paths.newTask(newTaskOfEntity(entity)),
  };
}
