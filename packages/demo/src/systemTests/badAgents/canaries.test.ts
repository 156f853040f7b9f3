import { startDevModels, type DevModels } from '@background-tasks/dev-models';
import type {
  BackgroundTask,
  BackgroundTaskEvent,
} from '@background-tasks/plugin-background-tasks-common';
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { followTask } from '../../scenarios/followTask';
import { repositoryRoot } from '../../system/repositoryRoot';
import { OWNER } from '../../system/startSampleGithub';
import type { DemoSystem } from '../../system/startSystem';
import { waitUntil } from '../support/waitUntil';
import { Beacon } from './Beacon';
import {
  canary,
  CANARY_MARK,
  createBadTask,
  PROJECT,
  startBadSystem,
  TARGET,
  VENDOR_KEY,
} from './startBadSystem';

jest.setTimeout(600_000);

const run = promisify(execFile);
const SEARCHER = join(
  repositoryRoot,
  'packages/demo/src/systemTests/badAgents/searcher.js',
);

/** In stores and environments of the portal: no workspace may have them, whatever it does. */
const portal = {
  environment: canary('environment'),
  gitlab: canary('gitlab'),
  github: canary('github'),
  client: canary('client'),
  webhook: canary('webhook'),
  vendor: VENDOR_KEY,
};
const privateKey = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
}).privateKey;
/** In the middle of the App's key: its armour alone is no secret. */
const keyCanary = privateKey.split('\n')[5];
/** In another task: it may have them itself, and its people may see them. */
const victim = {
  environment: canary('victim'),
  file: canary('file'),
  instructions: canary('instructions'),
};

let beacon: Beacon;
let models: DevModels;
let system: DemoSystem;
let integrationToken: string;
let victimToken: string;
let task: BackgroundTask;
let startedAt: number;
const events: BackgroundTaskEvent[] = [];

/** Of all that is the portal's. */
function portalSecrets(): string[] {
  return [...Object.values(portal), keyCanary, integrationToken];
}

/** Of all that the searching task must not have. */
function allSecrets(): string[] {
  return [...portalSecrets(), ...Object.values(victim), victimToken];
}

function leaked(text: string, secrets = allSecrets()): string[] {
  return secrets.filter(secret => text.includes(secret));
}

/** The files below a folder that hold one of the secrets, as root finds them. */
async function filesWith(folder: string, secrets: string[]): Promise<string[]> {
  const patterns = secrets.flatMap(secret => ['-e', secret]);
  const grep = run('grep', ['-rlaF', '-D', 'skip', ...patterns, '--', folder], {
    maxBuffer: 16 * 1024 * 1024,
  });
  const { stdout } = await grep.catch((error: { stdout: string }) => error);
  return stdout.split('\n').filter(line => line !== '');
}

async function read(file: string): Promise<string> {
  return readFile(file, 'latin1').catch(() => '');
}

/** What each process of the machine shows of itself to root, but for the portal's and ours. */
async function processTexts(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const texts = await Promise.all(
    pids.map(async pid => {
      const commandLine = await read(`/proc/${pid}/cmdline`);
      const environment = await read(`/proc/${pid}/environ`);
      return environment.includes('BACKGROUND_TASKS_RUN=')
        ? commandLine + environment
        : commandLine;
    }),
  );
  return texts;
}

beforeAll(async () => {
  startedAt = Date.now();
  process.env.BACKGROUND_TASKS_TEST_CANARY = portal.environment;
  beacon = await Beacon.start();
  models = await startDevModels({ apiKey: VENDOR_KEY });
  system = await startBadSystem(models, {
    github: [
      {
        host: 'code.invalid',
        apiBaseUrl: 'https://code.invalid/api/v3',
        token: portal.github,
      },
      {
        host: 'apps.invalid',
        apiBaseUrl: 'https://apps.invalid/api/v3',
        apps: [
          {
            appId: 1,
            clientId: 'an-app',
            clientSecret: portal.client,
            webhookSecret: portal.webhook,
            privateKey,
          },
        ],
      },
    ],
    config: {
      integrations: {
        gitlab: [
          {
            host: 'lab.invalid',
            baseUrl: 'https://lab.invalid',
            apiBaseUrl: 'https://lab.invalid/api/v4',
            token: portal.gitlab,
          },
        ],
      },
    },
  });
  integrationToken = system.githubToken;
  await startVictim();
  await search();
});
afterAll(async () => {
  delete process.env.BACKGROUND_TASKS_TEST_CANARY;
  await system?.stop();
  await models?.close();
  await beacon?.close();
});

/** A task that has secrets, of its own and of its model, and keeps them while it runs. */
async function startVictim(): Promise<void> {
  await createBadTask(system, {
    name: 'victim',
    provider: 'claude-code',
    script: [
      `export VICTIM='${victim.environment}'`,
      `echo '${victim.file}' | tee secret.local "$HOME/secret" "$TMPDIR/secret" /tmp/secret /dev/shm/secret > /dev/null`,
      `node -e 'fetch("${beacon.url}/victim", { method: "POST", body: process.env.ANTHROPIC_API_KEY }); setInterval(() => {}, 1000)' '${victim.environment}'`,
    ].join('\n'),
    request: {
      hooks: { pre: [`: ${victim.instructions}`], post: [] },
    },
  });
  await waitUntil(
    'the victim has its token',
    () => beacon.to('/victim').length > 0,
  );
  victimToken = beacon.to('/victim')[0].body;
}

const during = { files: [''], processes: [''] };

/** A task that looks for secrets everywhere, tells them and publishes them; meanwhile we look at it. */
async function search(): Promise<void> {
  const searcher = await readFile(SEARCHER, 'utf8');
  const folders = [
    system.directory,
    system.workspaces,
    '/tmp',
    '/var/tmp',
    '/dev/shm',
    '/run',
    '/etc',
    '/home',
    homedir(),
    '/opt',
    '/var',
    '/srv',
    repositoryRoot,
  ];
  const urls = [
    `${system.portal.url}/api/background-tasks/projects`,
    `${system.portal.url}/api/catalog/entities`,
    `${system.github.url}/${OWNER}/${TARGET}`,
    models.url,
  ];
  await createBadTask(system, {
    name: 'searcher',
    script: [
      `export FOLDERS='${folders.join(':')}' URLS='${urls.join(' ')}'`,
      `export MARK='${CANARY_MARK}' STARTED=${startedAt}`,
      `cat > "$TMPDIR/searcher.js" <<'END'\n${searcher}END`,
      'node "$TMPDIR/searcher.js"',
      beacon.shell('/searched'),
      `while ! node -e 'fetch("${beacon.url}/may-end").then(r => r.text()).then(t => process.exit(t === "yes" ? 0 : 1))'; do sleep 0.2; done`,
    ].join('\n'),
  });
  const ended = followTask(
    system.portal.client(),
    { project: PROJECT, name: 'searcher' },
    { onEvent: event => events.push(event) },
  );
  await waitUntil('it has searched', () => beacon.to('/searched').length > 0);
  during.files = await filesWith(system.workspaces, portalSecrets());
  const texts = (await processTexts()).join('\0');
  during.processes = leaked(texts, portalSecrets());
  beacon.answer('/may-end', 'yes');
  task = await ended;
}

describe('no secret of the portal, of its stores or of another task', () => {
  it('is found by a task that looks everywhere', async () => {
    const log = events.flatMap(event =>
      event.type === 'log' ? [event.text] : [],
    );

    expect(log).toContain('looked at files');
    const found = log.findIndex(text => text.startsWith('found: '));
    expect(log.slice(found, found + 10)[0]).toBe('found: nothing');
    expect({ outcome: task.outcome, error: task.error }).toEqual({
      outcome: 'pullRequest',
      error: null,
    });
  });

  it('is in a workspace or a process of a task while it runs: the clone came through the proxy', () => {
    expect(during).toEqual({ files: [], processes: [] });
  });

  it('is in an event, a log, a difference or an answer of the API', async () => {
    const client = system.portal.client();
    const ref = { project: PROJECT, name: 'searcher' };
    const answers = [
      events,
      await client.getTask(ref),
      await client.getLog(ref),
      await client.getDiff(ref),
      await client.listProjects(),
      await client.listAudit({ project: PROJECT }),
    ];

    expect(leaked(JSON.stringify(answers))).toEqual([]);
    const victimsAnswers = [
      await client.getLog({ project: PROJECT, name: 'victim' }),
      await client.getTask({ project: PROJECT, name: 'victim' }),
      await client.listTasks({ project: PROJECT }),
    ];
    expect(
      leaked(JSON.stringify(victimsAnswers), [...portalSecrets(), victimToken]),
    ).toEqual([]);
  });

  it('is in a store in clear, in the log of the portal, or in what was published', async () => {
    await system.portal
      .client()
      .cancelTask({ project: PROJECT, name: 'victim' });
    const log = await readFile(join(system.directory, 'backend.log'), 'utf8');
    expect(leaked(log)).toEqual([]);

    const secrets = [...portalSecrets(), victimToken];
    expect(
      await filesWith(join(system.directory, 'database'), secrets),
    ).toEqual([]);
    const { stdout: published } = await run('git', [
      ...['-c', 'safe.directory=*', '-C', await findRepository()],
      ...['log', '--all', '-p'],
    ]);
    expect(published).toContain('found.txt');
    expect(leaked(published)).toEqual([]);
  });
});

async function findRepository(): Promise<string> {
  const { stdout } = await run('find', [
    join(system.directory, 'github', 'data'),
    ...['-type', 'd', '-name', `${TARGET}.git`],
  ]);
  const [folder] = stdout.trim().split('\n');
  return folder;
}
