import { Content } from '@backstage/core-components';
import { BackgroundTasksQueryProvider } from '../../hooks';
import { ReadableTheme } from '../common';
import { PluginPages } from './PluginPages';
import { PluginTabs } from './PluginTabs';

/** All pages below `/background-tasks`. */
export function BackgroundTasksRouter() {
  return (
    <BackgroundTasksQueryProvider>
      <ReadableTheme>
        <Content>
          <PluginTabs />
          <PluginPages />
        </Content>
      </ReadableTheme>
    </BackgroundTasksQueryProvider>
  );
}
