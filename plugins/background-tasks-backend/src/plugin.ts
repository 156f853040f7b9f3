import os from 'node:os';
import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
  tracingServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { backgroundTaskGeneralPermissions } from '@background-tasks/plugin-background-tasks-common';
import {
  backgroundTasksExtensionPoint,
  backgroundTasksServiceRef,
  type AgentProvider,
  type CodeHost,
  type TaskExecutor,
} from '@background-tasks/plugin-background-tasks-node';
import { registerActions } from './actions';
import { AgentInstallations } from './agents';
import { createAnnouncements } from './announcements';
import { Callers, createAudited, createRouter } from './api';
import { AuditTrail } from './audit';
import {
  createRedact,
  hashRunToken,
  secretsOfIntegrations,
} from './credentials';
import type { Kubernetes } from './executors/kubernetes';
import { LocalExecutor, portalFolders } from './executors/local';
import { CloneAccessCache, ModelGateway, WorkspaceGateway } from './gateway';
import { InsightsService } from './insights';
import { scheduleMaintenance } from './maintenance';
import { Orchestrator, TaskEventHub } from './orchestration';
import {
  CatalogLookup,
  EntityReader,
  Memberships,
  Projects,
  TaskPolicy,
  TemplatePolicy,
} from './permissions';
import { GithubCodeHost } from './publishing';
import {
  Agents,
  builtInProviders,
  gatewayProviders,
  resolveProviders,
} from './providers';
import { describeProviders, describeSettings } from './tasks';
import { readSettings } from './readSettings';
import {
  DatabaseAuditStore,
  DatabaseInsights,
  DatabaseTaskCounts,
  DatabaseMaintenanceStore,
  DatabasePorts,
  DatabaseResourceStore,
  DatabaseModelStore,
  DatabaseTaskNews,
  DatabaseTaskStore,
  DatabaseTemplateStore,
  TaskDocuments,
  type TaskChange,
} from './store';
import {
  RepositoryChecker,
  TaskObjects,
  TaskService,
  type Task,
} from './tasks';
import { TemplateService } from './templates';
import { createTaskMetrics, createTaskTelemetry } from './telemetry';

/** The Background Tasks backend. @public */
export const backgroundTasksPlugin = createBackendPlugin({
  pluginId: 'background-tasks',
  register(env) {
    const executors: TaskExecutor[] = [];
    const codeHosts: CodeHost[] = [];
    const added: AgentProvider[] = [...builtInProviders];
    env.registerExtensionPoint(backgroundTasksExtensionPoint, {
      addExecutor: executor => executors.push(executor),
      addCodeHost: codeHost => codeHosts.push(codeHost),
      addProvider: provider => added.push(provider),
    });

    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        backgroundTasks: backgroundTasksServiceRef,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        tracing: tracingServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { auth, catalog, config, httpAuth, lifecycle, logger } = deps;
        const settings = readSettings(config);
        const counts = await DatabaseTaskCounts.create({
          database: deps.database,
        });
        const metrics = createTaskMetrics({
          metrics: deps.metrics,
          countActive: () => counts.active(),
          logger,
        });
        const projects = new Projects({
          auth,
          catalog,
          configured: settings.projects,
          limits: settings.limits,
        });
        const announcements = createAnnouncements({
          notifications: deps.notifications,
          signals: deps.signals,
          membersOf: project => projects.membersOf(project),
          logger,
        });
        let kubernetes: Kubernetes | undefined;
        // What the resources of Kubernetes are told of is made after them.
        const later: {
          templates?: TemplateService;
          orchestrator?: Orchestrator;
          workspaceUrl?: () => string;
        } = {};
        const onCommitted = (change: TaskChange) => {
          metrics.committed(change);
          announcements.committed(change);
          kubernetes?.resources.committed(change);
        };
        const store = await DatabaseTaskStore.create({
          database: deps.database,
          onCommitted,
        });
        const integrations = ScmIntegrations.fromConfig(config);
        codeHosts.push(
          GithubCodeHost.create({
            integrations,
            credentials:
              DefaultGithubCredentialsProvider.fromIntegrations(integrations),
            onRetry: ({ reason }) => metrics.publishRetried(reason),
            publishing: settings.publishing,
            logger,
          }),
        );
        const news = await DatabaseTaskNews.create({
          db: await deps.database.getClient(),
          logger,
        });
        const hub = new TaskEventHub({ store, news, logger });
        const auditStore = new DatabaseAuditStore(
          await deps.database.getClient(),
        );
        const ownTemplateStore = await DatabaseTemplateStore.create({
          database: deps.database,
        });
        if (settings.kubernetes) {
          // Only where it is used: the client of Kubernetes is large.
          const { default: door } = await import('./executors/kubernetes/lazy');
          kubernetes = door.createKubernetes({
            settings: settings.kubernetes,
            instance: await store.instanceId(),
            projects: {
              namespaceOf: project => projects.namespaceOf(project),
              inNamespace: namespace => projects.inNamespace(namespace),
              tasksOf: project => projects.limitsOf(project).perProject,
              membersOf: project => projects.membersOf(project),
              groupOf: project => projects.groupOf(project),
              exists: project => projects.exists(project),
            },
            store,
            resources: new DatabaseResourceStore(
              await deps.database.getClient(),
            ),
            templates: ownTemplateStore,
            checkTemplate: body => later.templates?.check(body),
            hub,
            onChange: taskUid => later.orchestrator?.nudge(taskUid),
            urls: () => (later.workspaceUrl ? [later.workspaceUrl()] : []),
            retentionMs: settings.retention.tasksMs,
            logger,
          });
        }
        const [
          executor = kubernetes?.executor ??
            (await LocalExecutor.create({
              ...settings.local,
              runnerBundle: resolvePackagePath(
                '@background-tasks/runner',
                'dist',
                'runner.cjs',
              ),
              environment: settings.environment,
              agents: new AgentInstallations({ ...settings.agents, logger }),
              hidden: portalFolders(deps.config),
              logger,
            })),
        ] = executors;

        const workspaces: TaskExecutor = executor;
        const providers = resolveProviders(added, settings.providers, {
          inWorkspaces: async id => workspaces.agentAvailability?.(id),
        });
        const modelStore = await DatabaseModelStore.create(
          await deps.database.getClient(),
          onCommitted,
        );
        const models = new ModelGateway({
          providers: gatewayProviders(providers, settings.providers),
          store: modelStore,
          limitsOf: project => settings.budgets.of(project),
          onCommitted: ({ task, events }) => {
            hub.publish(task, events);
            if (task.budgetExhausted !== null) hub.wakeHolder(task.uid);
          },
          logger,
        });
        const cloneAccesses = new CloneAccessCache();
        const ports = new DatabasePorts(await deps.database.getClient());
        const gateway = WorkspaceGateway.create({
          ...settings.listen,
          lastPort: await ports.last(os.hostname()),
          logger,
          models,
          resolveCloneAccess: async token => {
            const run = hashRunToken(token);
            const task = await store.taskOfCloneToken(run);
            const codeHost = codeHosts.find(
              host => task && host.handles(task.repositoryUrl),
            );
            if (!task || !codeHost) return undefined;
            return cloneAccesses.get(run, async () =>
              codeHost.cloneAccess(await codeHost.resolve(task.repositoryUrl)),
            );
          },
        });
        await gateway.start();
        const workspaceUrl = () => settings.gatewayUrl ?? gateway.url;
        later.workspaceUrl = workspaceUrl;
        await ports.remember(os.hostname(), gateway.port);
        const agents = new Agents({
          providers,
          settings: settings.providers,
          budgets: settings.budgets,
          store: modelStore,
          urlOf: provider => `${workspaceUrl()}/models/${provider}`,
        });

        const taskUrlOf = ({ project, name }: Task) =>
          `${settings.portalUrl}/background-tasks/${project}/${name}`;
        const entities = new EntityReader({ auth, catalog });
        const lookup = new CatalogLookup({ auth, catalog, httpAuth, entities });
        const redact = createRedact([
          ...secretsOfIntegrations(config),
          ...[...settings.providers.values()].flatMap(
            ({ apiKey = [] }) => apiKey,
          ),
        ]);
        const orchestrator = new Orchestrator({
          store,
          hub,
          executor,
          codeHosts,
          settings: settings.run,
          redact,
          agents,
          authorOf: creator => lookup.authorOf(creator),
          onConflictOf: settings.onConflictOf,
          cloneUrlOf: ({ owner, name }) =>
            `${workspaceUrl()}/git/${owner}/${name}.git`,
          taskUrlOf,
          telemetry: createTaskTelemetry({ tracing: deps.tracing, metrics }),
          logger,
        });

        const memberships = new Memberships({
          userInfo: deps.userInfo,
          entities,
        });
        const templateStore =
          kubernetes?.resources.mirrored(ownTemplateStore) ?? ownTemplateStore;
        const tasks = new TaskService({
          store,
          templates: templateStore,
          projects,
          codeHosts,
          providers,
          admission: agents.admission,
          defaultProvider: settings.defaultProvider,
          maxTimeoutSeconds: settings.maxTimeoutSeconds,
          hub,
          metrics: {
            ...metrics,
            created(task) {
              metrics.created(task);
              announcements.created(task);
            },
          },
          taskUrlOf,
          loginOf: userEntityRef => lookup.loginOf(userEntityRef),
          onChange: taskUid => {
            orchestrator.nudge(taskUid);
            kubernetes?.resources.changed(taskUid);
          },
        });
        const templates = new TemplateService({
          store: templateStore,
          projects,
          providers: { providers, defaultProvider: settings.defaultProvider },
          findTask: (project, name, caller) =>
            tasks.find(project, name, caller),
        });
        Object.assign(later, { orchestrator, templates });
        const shutdown = new AbortController();

        deps.permissionsRegistry.addPermissions(
          backgroundTaskGeneralPermissions,
        );
        const callers = new Callers({
          auth,
          httpAuth,
          memberships,
          permissions: deps.permissions,
          policy: TaskPolicy.register({
            permissions: deps.permissions,
            permissionsRegistry: deps.permissionsRegistry,
            catalog: lookup,
            projects,
            store,
          }),
          templatePolicy: TemplatePolicy.register({
            permissionsRegistry: deps.permissionsRegistry,
            projects,
            store: templateStore,
          }),
          services: settings.services,
        });
        const audit = new AuditTrail({
          auditor: deps.auditor,
          store: auditStore,
          logger,
        });
        deps.httpRouter.use(
          createRouter({
            annotationProblemsOf: lookup.annotationProblemsOf,
            audited: createAudited({ audit, callers, tracing: deps.tracing }),
            auditStore,
            callers,
            documents: await TaskDocuments.create({
              database: deps.database,
            }),
            hub,
            insights: new InsightsService({
              insights: await DatabaseInsights.create({
                database: deps.database,
              }),
              projects,
            }),
            isAlive: () => orchestrator.isAlive(),
            listProviders: () =>
              describeProviders(
                providers,
                settings.defaultProvider,
                settings.providers,
              ),
            logger,
            objects: new TaskObjects({ store, executor, redact, logger }),
            projects,
            repositories: new RepositoryChecker({
              codeHosts,
              projects,
              store,
              loginOf: userEntityRef => lookup.loginOf(userEntityRef),
            }),
            repositoryOfEntity: lookup.repositoryOf,
            settingsOf: project =>
              describeSettings(project, settings, modelStore),
            shutdown: shutdown.signal,
            store,
            tasks,
            teamsOf: lookup.teamsOf,
            templates,
            usersNamed: lookup.usersNamed,
          }),
        );

        registerActions({
          actionsRegistry: deps.actionsRegistry,
          auth,
          backgroundTasks: deps.backgroundTasks,
        });

        await scheduleMaintenance({
          scheduler: deps.scheduler,
          store: new DatabaseMaintenanceStore(await deps.database.getClient()),
          codeHosts,
          metrics,
          retention: settings.retention,
          logger,
        });

        deps.httpRouter.addAuthPolicy({
          path: '/health',
          allow: 'unauthenticated',
        });

        lifecycle.addStartupHook(() => {
          kubernetes?.resources.start(tasks);
          return orchestrator.start();
        });
        lifecycle.addShutdownHook(async () => {
          shutdown.abort();
          announcements.close();
          await orchestrator.stop();
          await kubernetes?.close();
          await gateway.stop();
          hub.close();
          await news.close();
        });
      },
    });
  },
});
