import { NotFoundErrorPage, Progress } from '@backstage/frontend-plugin-api';
import { Suspense, type ReactNode } from 'react';
import { Route, Routes } from 'react-router-dom';
import { pages } from './pages';

/** The plugin's pages by their paths below here. */
export function PluginPages(props: {
  /** In place of the list of all tasks, on an entity's tab: pages that are not about one entity are left out then. */
  entityTasks?: ReactNode;
}) {
  const { entityTasks } = props;
  const shown = pages.filter(page => !entityTasks || page.inEntity);
  return (
    <Suspense fallback={<Progress />}>
      <Routes>
        {entityTasks && <Route path="/" element={entityTasks} />}
        {shown.map(({ path, Page }) => (
          <Route key={path} path={path} element={<Page />} />
        ))}
        <Route path="*" element={<NotFoundErrorPage />} />
      </Routes>
    </Suspense>
  );
}
