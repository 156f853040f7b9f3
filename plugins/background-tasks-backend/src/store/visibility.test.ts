import { newTask, NO_LIMITS } from '../__testUtils__/newTask';
import { testDatabases } from '../__testUtils__/databases';
import { DatabaseAuditStore } from './DatabaseAuditStore';
import { DatabaseTaskStore } from './DatabaseTaskStore';
import type { TaskCondition } from './TaskCondition';

const databases = testDatabases();

describe.each(databases.eachSupportedId())(
  'what the store shows on %s',
  databaseId => {
    async function createStores() {
      const db = await databases.init(databaseId);
      const tasks = await DatabaseTaskStore.create({
        database: { getClient: async () => db },
      });
      return { tasks, audit: new DatabaseAuditStore(db) };
    }

    it('is the tasks that a condition holds for, in pages and in totals', async () => {
      const { tasks } = await createStores();
      const entityRef = 'component:default/sample';
      const creator = 'user:default/one';
      for (const fields of [
        { name: 'a', project: 'x', creator, entityRef },
        { name: 'b', project: 'x', creator, entityRef: null },
        { name: 'c', project: 'y', creator: 'user:default/two', entityRef },
      ]) {
        await tasks.admit(newTask(fields), NO_LIMITS);
      }
      const owned: TaskCondition = { entityRefs: [entityRef] };
      const mine: TaskCondition = { creators: [creator] };
      const inX: TaskCondition = { projects: ['x'] };
      const cases: [TaskCondition | undefined, string[]][] = [
        [undefined, ['a', 'b', 'c']],
        [mine, ['a', 'b']],
        [owned, ['a', 'c']],
        [{ not: owned }, ['b']],
        [{ not: { not: owned } }, ['a', 'c']],
        [{ allOf: [mine, owned] }, ['a']],
        [{ anyOf: [{ not: mine }, { not: owned }] }, ['b', 'c']],
        [{ not: { allOf: [inX, owned] } }, ['b', 'c']],
        [{ allOf: [] }, ['a', 'b', 'c']],
        [{ anyOf: [] }, []],
        [{ not: { anyOf: [] } }, ['a', 'b', 'c']],
        [{ creators: [] }, []],
        [{ not: { creators: [] } }, ['a', 'b', 'c']],
      ];
      for (const [visible, names] of cases) {
        const filter = {
          projects: ['x', 'y'],
          visible,
          statuses: [],
          sort: { by: 'name' as const, descending: false },
          limit: 10,
        };
        const { items, total } = await tasks.listTasks(filter);
        expect([visible, items.map(({ name }) => name)]).toEqual([
          visible,
          names,
        ]);
        expect(total).toBe(names.length);
      }
    });

    it('is a task with its runs, and the open pull requests beside it that may be seen', async () => {
      const { tasks } = await createStores();
      const creator = 'user:default/one';
      const admit = async (name: string, fields = {}) => {
        const task = newTask({ name, project: 'x', creator, ...fields });
        await tasks.admit(task, NO_LIMITS);
        return task;
      };
      const one = await admit('one');
      const claim = await tasks.claim('replica', 10_000);
      if (!claim) throw new Error('Nothing to claim');
      for (const attempt of [1, 2]) {
        await tasks.createRun(
          {
            uid: `${one.uid.slice(0, 30)}-${attempt}`,
            taskUid: one.uid,
            attempt,
            executor: 'scripted',
          },
          [{ kind: 'clone', hash: `hash-${attempt}` }],
          claim,
        );
      }
      const open = async (name: string, fields = {}) => {
        const { uid, project } = await admit(name, fields);
        const prUrl = `https://github.example/owner/name/pull/${name}`;
        await tasks.commit(uid, { fields: { prUrl, prState: 'open' } });
        return { project, name, prUrl };
      };
      const mine = await open('mine');
      const theirs = await open('theirs', { creator: 'user:default/two' });
      const elsewhere = await open('elsewhere', { project: 'y' });
      await open('other', { repositoryUrl: 'https://github.example/o/other' });

      const ofProject = { projects: ['x'] };
      const whole = await tasks.getWholeTask(
        { project: 'x', name: 'one' },
        ofProject,
      );
      expect(whole?.task).toEqual(await tasks.getTaskByUid(one.uid));
      expect(whole?.runs).toEqual(
        [1, 2].map(attempt => ({
          attempt,
          executor: 'scripted',
          startedAt: null,
          endedAt: null,
          endReason: null,
        })),
      );
      expect(whole?.openPullRequests).toHaveLength(2);
      expect(whole?.openPullRequests).toEqual(
        expect.arrayContaining([mine, theirs]),
      );
      const seen = await tasks.getWholeTask(
        { project: 'x', name: 'one' },
        { ...ofProject, visible: { creators: [creator] } },
      );
      expect(seen?.openPullRequests).toEqual([mine]);
      const ofBoth = await tasks.getWholeTask(
        { project: 'x', name: 'one' },
        { projects: ['x', 'y'], visible: { creators: [creator] } },
      );
      expect(ofBoth?.openPullRequests).toHaveLength(2);
      expect(ofBoth?.openPullRequests).toEqual(
        expect.arrayContaining([mine, elsewhere]),
      );
      const last = await tasks.getWholeTask(
        { project: 'x', name: 'mine' },
        ofProject,
      );
      expect(last).toMatchObject({ runs: [], openPullRequests: [theirs] });
      expect(
        await tasks.getWholeTask({ project: 'y', name: 'one' }, ofProject),
      ).toBeUndefined();
    });

    it('is the history of the projects that are asked for, the newest first', async () => {
      const { audit } = await createStores();
      const add = (project: string, task: string) =>
        audit.add({
          action: 'task-create',
          actor: 'user:default/one',
          onBehalfOf: null,
          project,
          task,
          result: 'success',
          detail: null,
        });
      await add('x', 'a');
      await add('y', 'b');
      await add('x', 'c');
      await add('z', 'd');
      const first = await audit.list({ projects: ['x', 'y'], limit: 2 });
      expect(first).toMatchObject({
        more: true,
        items: [{ task: 'c' }, { task: 'b' }],
      });
      expect(Math.abs(first.items[0].time - Date.now())).toBeLessThan(60_000);
      const before = first.items[1].id;
      const second = await audit.list({
        projects: ['x', 'y'],
        before,
        limit: 2,
      });
      expect(second).toMatchObject({ more: false, items: [{ task: 'a' }] });
      const ofTask = await audit.list({
        projects: ['x'],
        task: 'c',
        limit: 2,
      });
      expect(ofTask.items).toHaveLength(1);
      const beyond = Number.MAX_SAFE_INTEGER;
      const all = await audit.list({
        projects: ['z'],
        before: beyond,
        limit: 2,
      });
      expect(all.items).toHaveLength(1);
      expect(await audit.list({ projects: [], limit: 2 })).toEqual({
        items: [],
        more: false,
      });
    });
  },
);
