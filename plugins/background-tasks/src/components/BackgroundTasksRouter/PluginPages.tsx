import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import type { ReactNode } from 'react';
import { Route, Routes, useLocation } from 'react-router-dom';
import { useWords } from '../../useWords';
import { PanelBoundary } from '../common';
import { pages } from './pages';

/** The plugin's pages by their paths below here. */
export function PluginPages(props: {
  /** In place of the list of all tasks, on an entity's tab: pages that are not about one entity are left out then. */
  entityTasks?: ReactNode;
}) {
  const { entityTasks } = props;
  const t = useWords();
  const { pathname } = useLocation();
  const shown = pages.filter(page => !entityTasks || page.inEntity);
  return (
    // What broke on one page says nothing about the next.
    <PanelBoundary key={pathname} title={t('common.pageNotShown')}>
      <Routes>
        {entityTasks && <Route path="/" element={entityTasks} />}
        {shown.map(({ path, Page }) => (
          <Route key={path} path={path} element={<Page />} />
        ))}
        <Route path="*" element={<NotFoundErrorPage />} />
      </Routes>
    </PanelBoundary>
  );
}
