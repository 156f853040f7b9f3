import { Content } from '@backstage/core-components';
import { BackgroundTasksQueryProvider } from '../../hooks';
import { PluginPages } from './PluginPages';
import { PluginTabs } from './PluginTabs';

/** All pages below `/background-tasks`. */
export function BackgroundTasksRouter() {
  return (
    <BackgroundTasksQueryProvider>
      <Content>
        <PluginTabs />
        <PluginPages />
      </Content>
    </BackgroundTasksQueryProvider>
  );
}
