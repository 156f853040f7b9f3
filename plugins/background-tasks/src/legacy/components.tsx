import { compatWrapper } from '@backstage/core-compat-api';
import { Header, Page } from '@backstage/core-components';
import { BackgroundTasksRouter } from '../components/BackgroundTasksRouter';
import { EntityTasks, EntityTasksCard } from '../components/EntityTasks';
import { MyTasksCard } from '../components/MyTasksCard';

/** All pages, with the header that the new frontend system brings by itself. */
export function LegacyPage() {
  return compatWrapper(
    <Page themeId="tool">
      <Header title="Background tasks" />
      <BackgroundTasksRouter />
    </Page>,
  );
}

/** The tab of an entity. */
export function LegacyEntityContent() {
  return compatWrapper(<EntityTasks />);
}

/** The card of an entity. */
export function LegacyEntityCard() {
  return compatWrapper(<EntityTasksCard />);
}

/** The home page's card. */
export function LegacyMyTasks() {
  return compatWrapper(<MyTasksCard />);
}
