import { ResponseError } from '@backstage/errors';
import type { DemoSystem } from '../system/startSystem';
import { startTestSystem } from './support/startTestSystem';
import { waitUntil } from './support/waitUntil';

const TIMEOUT_MS = 600_000;
/** Two installations of packages and all checks, twice. */
const TASK_TIMEOUT_MS = 400_000;

jest.setTimeout(TIMEOUT_MS);

describe('a template of the scaffolder', () => {
  let system: DemoSystem;

  beforeAll(async () => {
    system = await startTestSystem();
  });
  afterAll(() => system?.stop());

  async function call(path: string, body?: object) {
    const response = await fetch(`${system.portal.url}/api/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${await system.portal.token()}`,
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json();
  }

  it('is in the catalog, and leads from its form to a pull request and a notification', async () => {
    const template = 'template/default/upgrade-dependency';
    await waitUntil('the catalog has the template', () =>
      call(`catalog/entities/by-name/${template}`).then(
        () => true,
        () => false,
      ),
    );
    const { id } = await call('scaffolder/v2/tasks', {
      templateRef: 'template:default/upgrade-dependency',
      values: {
        project: 'developers',
        components: ['component:default/sample-service'],
        package: 'lodash',
        version: '4.17.21',
      },
    });
    await waitUntil(
      'the template has ended',
      async () => {
        const { status } = await call(`scaffolder/v2/tasks/${id}`);
        return status === 'completed' || status === 'failed';
      },
      TASK_TIMEOUT_MS,
    );

    const log = JSON.stringify(await call(`scaffolder/v2/tasks/${id}/events`));
    const { status } = await call(`scaffolder/v2/tasks/${id}`);
    expect({ status, log }).toEqual({
      status: 'completed',
      log: expect.stringContaining('Pull request: '),
    });
    const { items } = await system.portal.client().listTasks({});
    expect(items).toEqual([
      expect.objectContaining({
        status: 'Completed',
        creator: 'user:default/guest',
        prUrl: expect.stringContaining('/pull/'),
        trigger: {
          kind: 'scaffolder',
          ref: 'template:default/upgrade-dependency',
        },
      }),
    ]);

    const [task] = items;
    await waitUntil('the creator is notified', async () => {
      const { notifications } = await call('notifications');
      return notifications.some(
        ({ payload }: { payload: { link: string } }) =>
          payload.link === `/background-tasks/developers/${task?.name}`,
      );
    });
  });
});
