import { mockServices } from '@backstage/backend-test-utils';
import type { AnnouncedTask } from './AnnouncedTask';
import { createAnnouncements } from './createAnnouncements';

function aTask(changed: Partial<AnnouncedTask>): AnnouncedTask {
  return {
    uid: 'the-uid',
    project: 'payments',
    name: 'upgrade',
    creator: 'user:default/ana',
    status: 'Running',
    outcome: null,
    phase: 'agent',
    progress: 30,
    error: null,
    prUrl: null,
    prState: null,
    cancelRequestedAt: null,
    cancelRequestedBy: null,
    ...changed,
  };
}

describe('announcements', () => {
  const sent: object[] = [];
  const published: { message: object; recipients: object }[] = [];

  function create() {
    sent.length = 0;
    published.length = 0;
    return createAnnouncements({
      notifications: {
        async send(notification) {
          sent.push(notification);
        },
      },
      signals: {
        async publish({ message, recipients }) {
          published.push({ message, recipients });
        },
      },
      membersOf: project => [`group:default/${project}`],
      logger: mockServices.logger.mock(),
    });
  }

  function change(
    before: Partial<AnnouncedTask>,
    after: Partial<AnnouncedTask>,
  ) {
    return { before: aTask(before), after: aTask(after) };
  }

  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('tells the creator of the end of a task, once and with its page', () => {
    const announcements = create();
    announcements.committed(change({}, { progress: 40 }));
    expect(sent).toEqual([]);

    const prUrl = 'https://github.com/owner/name/pull/7';
    const ended: Partial<AnnouncedTask> = { status: 'Completed', prUrl };
    announcements.committed(change({}, ended));
    announcements.committed(change(ended, { ...ended, prState: 'merged' }));
    expect(sent).toEqual([
      {
        recipients: { type: 'entity', entityRef: 'user:default/ana' },
        payload: {
          title: 'upgrade: the background task has completed',
          description: `Pull request: ${prUrl}`,
          link: '/background-tasks/payments/upgrade',
          severity: 'normal',
          topic: 'background-tasks',
          scope: 'background-task:the-uid',
        },
      },
    ]);
    announcements.close();
  });

  it('gives the cause of a failure, and is silent about what somebody cancelled themselves', () => {
    const announcements = create();
    announcements.committed(
      change({}, { status: 'Failed', error: 'Linting failed' }),
    );
    announcements.committed(
      change({}, { status: 'Stopped', cancelRequestedBy: 'user:default/ana' }),
    );
    expect(sent).toEqual([
      {
        recipients: expect.anything(),
        payload: expect.objectContaining({
          severity: 'high',
          description: 'Linting failed',
        }),
      },
    ]);
    announcements.committed(
      change({}, { status: 'Stopped', cancelRequestedBy: 'user:default/bob' }),
    );
    expect(sent).toHaveLength(2);
    announcements.close();
  });

  it('signals a change at once and then at most once a second, the last change included', () => {
    const announcements = create();
    announcements.created(aTask({}));
    for (const progress of [31, 32, 33]) {
      announcements.committed(change({}, { progress }));
    }
    expect(published).toEqual([
      {
        message: { action: 'refetch', project: 'payments', name: 'upgrade' },
        recipients: { type: 'user', entityRef: ['group:default/payments'] },
      },
    ]);
    jest.advanceTimersByTime(1_000);
    expect(published).toHaveLength(2);
    jest.advanceTimersByTime(5_000);
    expect(published).toHaveLength(2);
    announcements.close();
  });

  it('does not signal what no list shows', () => {
    const announcements = create();
    announcements.committed(change({}, { error: 'A warning' }));
    expect(published).toEqual([]);
    announcements.close();
  });
});
