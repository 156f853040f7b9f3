import { createHash } from 'node:crypto';
import { getPullRequest } from '../scenarios/pullRequest';
import { IsolationWorld } from './support/isolation/IsolationWorld';
import { grantedRights } from './support/rights/rights';

jest.setTimeout(600_000);

/** The dev cluster's kubelet lets a Pod have this many. */
const PIDS_LIMIT = 1_024;
const NO_CAPABILITIES = '0'.repeat(16);
/** Where a policy forbids to go: what refuses is the network's own affair. */
const UNREACHABLE =
  /^(EHOSTUNREACH|ENETUNREACH|ECONNREFUSED|ETIMEDOUT|silent)$/;
/** What whoever signs in to a cluster may do. */
const EVERYBODYS = /^(selfsubject|\s*\[\/)/;

describe('in the container of its agent, a task', () => {
  let world: IsolationWorld;

  beforeAll(async () => {
    world = await IsolationWorld.start();
  });
  afterAll(async () => {
    await world?.stop();
  });

  /** What an account may do in the project's namespace that not everybody may. */
  async function rightsOf(account: string): Promise<string[]> {
    const list = await world.portal.kubectl(
      ...['auth', 'can-i', '--list', '--no-headers', '--as', account],
    );
    return list
      .trim()
      .split('\n')
      .filter(line => !EVERYBODYS.test(line))
      .map(line => line.replaceAll('[]', '').replace(/\s+/g, ' '))
      .sort();
  }

  it('finds nobody that it is not allowed to reach', async () => {
    const found = await world.probed;

    for (const name of Object.keys(world.places)) {
      expect({ [name]: found[name] }).toEqual({
        [name]: expect.stringMatching(UNREACHABLE),
      });
    }
    expect(found.name).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/);
    // They do answer whom no policy holds back.
    expect(await world.foundElsewhere()).toEqual(
      Object.fromEntries(
        Object.keys(world.answering).map(name => [name, 'open']),
      ),
    );
  });

  it('has of the backend no more than the paths of its gateway', async () => {
    const found = await world.probed;

    expect(found).toMatchObject({
      ...{ nothing: 404, API: 404, health: 404 },
      ...{ repository: 401, write: 403, model: 401 },
    });
  });

  it('holds no secret: neither a token for git, nor one for the cluster', async () => {
    const found = await world.probed;
    const token = await world.cloneToken;

    expect(token).not.toBe('');
    expect(found.tokens).not.toContain(
      createHash('sha256').update(token).digest('hex').slice(0, 16),
    );
    expect(found['service account']).toBe('ENOENT');
    expect(found.secrets).toBe('ENOENT');
    expect(found.push).not.toBe(0);
    expect(found.fetch).not.toBe(0);
    const { namespace } = world.portal;
    expect(
      await rightsOf(
        `system:serviceaccount:${namespace}:background-tasks-workspace`,
      ),
    ).toEqual([]);
  });

  it('writes its workspace alone, and becomes nobody else', async () => {
    const found = await world.probed;

    expect(found.writable).toEqual([
      ...['/dev/mqueue', '/dev/shm', '/dev/termination-log'],
      ...['/task/home/agent', '/task/results/agent', '/task/tmp/agent'],
      ...['/task/work', '/tmp', '/var/tmp'],
    ]);
    expect(found.folders).toEqual([
      ...['home', 'results', 'spec.json', 'tmp', 'work'],
    ]);
    expect(found.process).toEqual({
      Uid: '10001',
      CapEff: NO_CAPABILITIES,
      CapBnd: NO_CAPABILITIES,
      NoNewPrivs: '1',
      // It filters system calls.
      Seccomp: '2',
    });
    for (const way of ['setuid', 'su', 'user namespace', 'mount']) {
      expect({ [way]: found[way] }).not.toEqual({ [way]: 0 });
    }
  });

  it('has no more processes than a Pod may have', async () => {
    const { processes } = await world.probed;

    expect(processes).toEqual({ count: expect.any(Number), word: 'EAGAIN' });
    expect(Object(processes).count).toBeLessThan(PIDS_LIMIT);
  });

  it('is in a Pod that the standard `restricted` has nothing to say of', async () => {
    await world.endOf('probe');
    const labels = JSON.parse(
      await world.portal.kubectl(
        ...['get', 'namespace', world.portal.namespace],
        ...['-o', 'jsonpath={.metadata.labels}'],
      ),
    );

    expect(labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/warn': 'restricted',
    });
    // A change of the standard has the Pods that are there looked at again; each that breaks it is warned of.
    const said = await world.portal.kubectl(
      ...['label', 'namespace', world.portal.namespace, '--overwrite'],
      'pod-security.kubernetes.io/enforce-version=v1.27',
      ...['--dry-run=server', '--warnings-as-errors'],
    );
    expect(said).toContain('labeled');
  });

  it('is made by a backend that has no right but those of the example', async () => {
    const given = await grantedRights(world.portal.cluster);
    const had = (await rightsOf(world.portal.account)).flatMap(line => {
      const [, resource, verbs] = /^(\S+) \[(.+)\]$/.exec(line) ?? [];
      return verbs.split(' ').map(verb => `${verb} ${resource}`);
    });

    expect(had.sort()).toEqual(
      [...new Set(given.map(right => right.split(': ')[1]))].sort(),
    );
  });

  it.each([
    ['forged-by-agent', /^Linting failed: text\.txt: a tab is not allowed/],
    ['forged-by-tests', /^Tests failed: [^]*validation passed/],
  ])('gains nothing from forged events: %s', async (name, words) => {
    const { task, events } = await world.endOf(name);

    expect(task).toMatchObject({ outcome: 'validationFailed', prUrl: null });
    expect(task.error).toMatch(words);
    expect(events.filter(({ type }) => type === 'validation')).not.toEqual([]);
    for (const event of events) {
      if (event.type !== 'validation') continue;
      expect(event.check.command).not.toBe('FORGED');
    }
  });

  it('of a vendor upgrades a dependency by way of the gateway, and repairs what the linter tells', async () => {
    const { task, events } = await world.endOf('claude');

    expect(task).toMatchObject({ error: null, outcome: 'pullRequest' });
    expect(events.filter(({ type }) => type === 'repair')).toHaveLength(1);
    expect(task.usage.costUsd).toBeGreaterThan(0);
    expect(world.models.requests().length).toBeGreaterThan(0);
    expect(world.models.requests().every(({ authorized }) => authorized)).toBe(
      true,
    );
    const { files } = await getPullRequest(
      world.portal.system,
      Number(task.prNumber),
    );
    expect(files).toEqual(['package-lock.json', 'package.json']);
  });
});
