import { Content } from '@backstage/core-components';
import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { Route, Routes } from 'react-router-dom';
import { BackgroundTasksQueryProvider } from '../../hooks';
import { newTaskRouteRef, taskRouteRef } from '../../routes';
import { NewTaskPage } from '../NewTaskPage';
import { TaskListPage } from '../TaskListPage';
import { TaskPage } from '../TaskPage';

/** All pages below `/background-tasks`. */
export function BackgroundTasksRouter() {
  return (
    <BackgroundTasksQueryProvider>
      <Content>
        <Routes>
          <Route path="/" element={<TaskListPage />} />
          <Route path={newTaskRouteRef.path} element={<NewTaskPage />} />
          <Route path={taskRouteRef.path} element={<TaskPage />} />
          <Route path="*" element={<NotFoundErrorPage />} />
        </Routes>
      </Content>
    </BackgroundTasksQueryProvider>
  );
}
