import { randomUUID } from 'node:crypto';
import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  connectToTestCluster,
  installDefinitions,
  kubectl,
  type TestCluster,
} from '@background-tasks/dev-cluster';
import knexFactory, { type Knex } from 'knex';
import { SteppingCodeHost } from '../../../../__testUtils__/Replica';
import { TaskEventHub } from '../../../../orchestration';
import { fullAccess, Projects, readProjects } from '../../../../permissions';
import { namespaceOf } from '../../../../permissions/namespaceOf';
import { builtInProviders } from '../../../../providers';
import {
  DatabaseResourceStore,
  DatabaseTaskNews,
  DatabaseTaskStore,
  DatabaseTemplateStore,
  type TaskChange,
  type TemplateStore,
} from '../../../../store';
import { TaskService, type Caller, type CreateTask } from '../../../../tasks';
import { createTaskMetrics } from '../../../../telemetry';
import { checkTemplate } from '../../../../templates/checkTemplate';
import {
  asBackend,
  asBackendOf,
  type Kubeconfig,
} from '../../__testUtils__/asBackend';
import { Clusters } from '../../clusters';
import { reachIn } from '../../createKubernetes';
import { readTenancy } from '../../tenancy';
import { KubernetesResources } from '../KubernetesResources';
import { entitiesOf, settingsOf } from './worldParts';

const OWNER = 'user:default/owner';
type MockedLogger = ReturnType<typeof mockServices.logger.mock>;
export const PROJECT = 'developers';

/** A backend's store and services with the mirrors of one portal, on the test cluster, in a namespace of its own. */
export class ResourceWorld {
  static async create(
    options: {
      /** `tenancy` of the configuration. */
      tenancy?: object;
      /** Of the project. */
      project?: object;
      /** Projects are those of the catalog, which has this group as owner of all repositories. */
      group?: string;
      /** The namespace is given, and the backend has rights there and nowhere else. */
      given?: boolean;
      limits?: { perUser: number; perRepository: number; perProject: number };
    } = {},
  ): Promise<ResourceWorld> {
    const testCluster = await connectToTestCluster();
    await installDefinitions(testCluster);
    const { group } = options;
    const namespace =
      group === undefined
        ? `test-${randomUUID().slice(0, 8)}`
        : namespaceOf(group);
    const access = options.given
      ? await asBackendOf(testCluster, namespace)
      : await asBackend(testCluster);
    const db = knexFactory({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
      pool: { min: 1, max: 1 },
    });
    const database = { getClient: async () => db };
    const gone = new Set<string>();
    // The store is there before those whom it tells.
    const told: { committed?: (change: TaskChange) => void } = {};
    const store = await DatabaseTaskStore.create({
      database,
      onCommitted: change => told.committed?.(change),
    });
    const resources = new DatabaseResourceStore(db);
    const rawTemplates = await DatabaseTemplateStore.create({ database });
    const logger = mockServices.logger.mock();
    const config = new ConfigReader({
      kubernetes: { tenancy: options.tenancy ?? {} },
      projects: [
        {
          name: PROJECT,
          members: ['group:default/developers'],
          namespace,
          repositories: ['https://github.example/*'],
          kubernetes: { owner: OWNER, ...options.project },
        },
      ],
    });
    const limits = options.limits ?? {
      perUser: 0,
      perRepository: 0,
      perProject: 5,
    };
    const projects = new Projects({
      auth: mockServices.auth(),
      catalog: catalogServiceMock({
        entities: group === undefined ? [] : entitiesOf(group),
      }),
      configured:
        group === undefined ? readProjects(config, limits) : undefined,
      limits,
    });
    const settings = settingsOf(access.file);
    const tenancy = readTenancy(config);
    const clusters = Clusters.create({
      settings,
      instance: await store.instanceId(),
      reachOf: cluster =>
        reachIn(cluster, {
          settings,
          tenancy,
          namespaceOf: name => projects.namespaceOf(name),
        }),
    });
    const news = await DatabaseTaskNews.create({ db, logger });
    const hub = new TaskEventHub({ store, news, logger });
    const providers = {
      providers: builtInProviders,
      defaultProvider: 'script',
    };
    const kubernetes = new KubernetesResources({
      clusters,
      tenancy,
      projects: {
        namespaceOf: name => projects.namespaceOf(name),
        inNamespace: name => projects.inNamespace(name),
        tasksOf: name => projects.limitsOf(name).perProject,
        membersOf: name => projects.membersOf(name),
        groupOf: name => projects.groupOf(name),
        exists: async name => !gone.has(name) && projects.exists(name),
      },
      store,
      resources,
      templates: rawTemplates,
      checkTemplate: body => checkTemplate(body, providers),
      hub,
      onChange: () => {},
      urls: () => [`http://${testCluster.nodeAddress}:7777`],
      retentionMs: 24 * 60 * 60_000,
      logger,
    });
    told.committed = change => kubernetes.committed(change);
    const templates = kubernetes.mirrored(rawTemplates);
    const tasks = new TaskService({
      store,
      templates,
      projects,
      codeHosts: [new SteppingCodeHost()],
      ...providers,
      admission: { defaultBudget: () => null, check: async () => {} },
      maxTimeoutSeconds: 3_600,
      hub,
      metrics: createTaskMetrics({
        metrics: metricsServiceMock.mock(),
        countActive: async () => [],
        logger,
      }),
      loginOf: async () => undefined,
      taskUrlOf: task => `http://portal.example/${task.name}`,
      onChange: uid => kubernetes.changed(uid),
    });
    return new ResourceWorld(
      testCluster,
      access,
      db,
      namespace,
      clusters,
      kubernetes,
      logger,
      store,
      resources,
      templates,
      tasks,
      gone,
    );
  }

  private constructor(
    readonly testCluster: TestCluster,
    private readonly access: Kubeconfig,
    readonly db: Knex,
    readonly namespace: string,
    readonly clusters: Clusters,
    readonly kubernetes: KubernetesResources,
    readonly logger: MockedLogger,
    readonly store: DatabaseTaskStore,
    readonly resources: DatabaseResourceStore,
    readonly templates: TemplateStore,
    readonly tasks: TaskService,
    /** Projects that are no more. */
    readonly gone: Set<string>,
  ) {}

  /** A file with the backend's access. */
  get kubeconfig(): string {
    return this.access.file;
  }

  /** A task of some user. */
  async createTask(name: string, request: Partial<CreateTask> = {}) {
    const { created } = await this.tasks.create(
      PROJECT,
      {
        name,
        instructions: 'Upgrade lodash',
        repositoryUrl: 'https://github.example/owner/name',
        run: 'true',
        ...request,
      },
      callerOf(`user:default/${name}`),
    );
    return created;
  }

  async kubectl(...args: string[]): Promise<string> {
    return kubectl(this.testCluster, ['-n', this.namespace, ...args]);
  }

  async apply(object: object): Promise<string> {
    return kubectl(
      this.testCluster,
      ['-n', this.namespace, 'apply', '-f', '-'],
      { input: JSON.stringify(object) },
    );
  }

  /** A field of a resource, as `-o jsonpath` gives it; empty where it is not there. */
  async field(resource: string, path: string): Promise<string> {
    return this.kubectl(
      'get',
      resource,
      '--ignore-not-found',
      '-o',
      `jsonpath={${path}}`,
    );
  }

  async close(): Promise<void> {
    await this.kubernetes.stop();
    await kubectl(this.testCluster, [
      'delete',
      'namespace',
      this.namespace,
      '--ignore-not-found',
      '--wait=false',
    ]);
    this.clusters.close();
    await this.access.remove();
    await this.db.destroy();
  }
}

function callerOf(userEntityRef: string): Caller {
  return {
    principal: {
      userEntityRef,
      claims: [userEntityRef],
      memberOf: new Set([userEntityRef, 'group:default/developers']),
    },
    access: fullAccess,
  };
}
