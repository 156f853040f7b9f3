import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { TestSystem } from '../__testUtils__/TestSystem';
import { backgroundTasksPlugin } from '../plugin';

describe('a backend in production', () => {
  const before = process.env.NODE_ENV;

  beforeEach(() => {
    process.env.NODE_ENV = 'production';
  });

  afterEach(() => {
    process.env.NODE_ENV = before;
  });

  it('refuses to run tasks on its own machine unless the configuration allows it', async () => {
    const start = startTestBackend({
      features: [
        backgroundTasksPlugin,
        catalogServiceMock.factory(),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://portal.example' },
            backend: { baseUrl: 'http://portal.example' },
          },
        }),
      ],
    });
    await expect(start).rejects.toThrow(
      /'backgroundTasks\.executors\.local\.allowInProduction'/,
    );
  }, 60_000);

  it('asks for no such permission where a module adds an executor, and runs all tasks by that', async () => {
    const system = await TestSystem.start();
    try {
      await system.create('remote', 'good');
      const task = await system.untilEnded('remote');
      expect(task).toMatchObject({
        status: 'Completed',
        runs: [{ executor: system.executor.id }],
      });
    } finally {
      await system.stop();
    }
  }, 60_000);
});
