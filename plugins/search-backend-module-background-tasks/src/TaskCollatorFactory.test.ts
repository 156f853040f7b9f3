import { mockServices } from '@backstage/backend-test-utils';
import { documentOf } from './__testUtils__/fakeBackgroundTasks';
import { TaskCollatorFactory } from './TaskCollatorFactory';

describe('TaskCollatorFactory', () => {
  /** A factory over endlessly many tasks, and which pages it asked for. */
  function createFactory(maxTasks: number) {
    const asked: [number, string | undefined][] = [];
    const factory = new TaskCollatorFactory({
      logger: mockServices.logger.mock(),
      settings: { maxTasks, permissionsEnabled: true },
      reader: {
        async documents(limit, cursor) {
          asked.push([limit, cursor]);
          const items = Array.from({ length: limit }, (_, index) =>
            documentOf('developers', `task-${asked.length}-${index}`),
          );
          return { items, nextCursor: `after ${asked.length}` };
        },
      },
    });
    return { factory, asked };
  }

  it('makes documents that tell who may see them, as many as are wanted', async () => {
    const { factory, asked } = createFactory(250);
    const documents = await (await factory.getCollator()).toArray();
    expect(documents).toHaveLength(250);
    expect(documents[0]).toEqual({
      title: 'task-1-0',
      text: 'Upgrade lodash\nhttps://github.example/owner/name\ncomponent:default/sample',
      location: '/background-tasks/developers/task-1-0',
      authorization: { resourceRef: 'developers/task-1-0' },
      project: 'developers',
      status: 'Completed',
      creator: 'user:default/somebody',
      repository: 'https://github.example/owner/name',
      template: '',
      provider: 'script',
    });
    expect(asked).toEqual([
      [100, undefined],
      [100, 'after 1'],
      [50, 'after 2'],
    ]);
    expect(factory.visibilityPermission.name).toBe('backgroundTask.read');
  });

  it('reads no page before the index has room for it', async () => {
    const { factory, asked } = createFactory(100_000);
    const collator = await factory.getCollator();
    for await (const _ of collator) break;
    expect(asked.length).toBeLessThanOrEqual(2);
  });
});
