import { stringifyEntityRef } from '@backstage/catalog-model';
import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { useMemo } from 'react';
import { useLocation, useParams } from 'react-router-dom';
import { BackgroundTasksQueryProvider } from '../../hooks';
import { newTaskOfEntity } from '../../newTaskOfEntity';
import { PathsProvider } from '../../paths';
import { useWords } from '../../useWords';
import { PluginPages } from '../BackgroundTasksRouter';
import { ReadableTheme } from '../common';
import { EntityTaskList } from './EntityTaskList';
import { EntityTrail } from './EntityTrail';

/** The pages about the tasks of the entity whose page is shown, all below its tab. */
export function EntityTasks() {
  const { entity } = useEntity();
  const t = useWords();
  const base = useBasePath();
  const entityRef = stringifyEntityRef(entity);
  const newTask = useMemo(() => newTaskOfEntity(entity), [entity]);
  return (
    <BackgroundTasksQueryProvider key={entityRef}>
      <PathsProvider base={base} newTask={newTask}>
        <BreadcrumbEntry
          entry={{ label: t('entity.title'), href: base || '/' }}
        >
          <ReadableTheme>
            <EntityTrail />
            <PluginPages
              entityTasks={<EntityTaskList entityRef={entityRef} />}
            />
          </ReadableTheme>
        </BreadcrumbEntry>
      </PathsProvider>
    </BackgroundTasksQueryProvider>
  );
}

/** Where the tab is: the path without what the tab's own pages added to it. */
function useBasePath(): string {
  const { pathname } = useLocation();
  const { '*': rest = '' } = useParams();
  const own = pathname.replace(/\/+$/, '');
  const end = `/${rest.replace(/\/+$/, '')}`;
  return rest !== '' && own.endsWith(end) ? own.slice(0, -end.length) : own;
}
